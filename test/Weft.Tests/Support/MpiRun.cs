using System.Text.RegularExpressions;
using Weft.Bench.Faults;

namespace Weft.Tests.Support;

/// <summary>Starts processes of the small program <c>Weft.Workers.Probe</c> by a launcher of MPI.</summary>
internal static partial class MpiRun
{
    private const int TimedOut = 124;

    /// <summary>Both launchers.</summary>
    public static TheoryData<string> Launchers => ["openmpi", "mpich"];

    /// <summary>
    /// Runs the same in each process. Where the launcher is absent the test is skipped, or fails when <c>WEFT_REQUIRE_MPI=1</c>.
    /// </summary>
    /// <param name="launcher"><c>openmpi</c> or <c>mpich</c>.</param>
    /// <param name="count">How many processes.</param>
    /// <param name="arguments">The program's.</param>
    /// <param name="environment">Variables of the processes.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> Probe(string launcher, int count, string arguments, params (string Name, string? Value)[] environment)
    {
        var program = Find(launcher);
        var options = launcher == "openmpi" ? "--oversubscribe --allow-run-as-root --bind-to none " : "";
        var probe = Path.Combine(AppContext.BaseDirectory, "Weft.Workers.Probe.dll");
        var result = await Shell.Run($"timeout 120 {program} {options}-n {count} dotnet exec {probe} {arguments} </dev/null", [.. environment, ("OMP_NUM_THREADS", "1"), ("OMP_WAIT_POLICY", "passive")]);
        Assert.True(result.ExitCode != TimedOut, "It did not end: " + result.Output + result.Errors);
        return result;
    }

    /// <summary>The path of a launcher. Where it is absent the test is skipped, or fails when <c>WEFT_REQUIRE_MPI=1</c>.</summary>
    public static string Find(string launcher)
    {
        var (program, found) = ($"mpirun.{launcher}", LauncherFolder.Find(launcher));
        if (Environment.GetEnvironmentVariable("WEFT_REQUIRE_MPI") == "1")
            Assert.True(found is not null, $"WEFT_REQUIRE_MPI=1, and there is no {program} on PATH.");
        else
            Assert.SkipUnless(found is not null, $"There is no {program}: apt-get install openmpi-bin mpich.");
        return found!;
    }

    /// <summary>The lines that the processes wrote when they were through, by rank. Open MPI gives its processes a terminal, whose signs are left out.</summary>
    public static string[] Lines(string output) => [.. Line().Matches(output.ReplaceLineEndings("\n")).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\d+: .*", RegexOptions.None, 1000)]
    private static partial Regex Line();
}
