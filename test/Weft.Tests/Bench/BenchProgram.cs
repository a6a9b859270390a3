using System.Diagnostics;
using Weft.Tests.Support;

namespace Weft.Tests.Bench;

/// <summary>The benchmark program, started from its own folder: the tests' does not hold what its kernels need.</summary>
internal static class BenchProgram
{
    // One cache for all of them, and not the user's: the machine is measured once.
    private static readonly TemporaryFolder Cache = new();

    static BenchProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Cache.Dispose();

    /// <summary>Runs a verb.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("Weft.Tests", "Weft.Bench", StringComparison.Ordinal), "Weft.Bench.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.WithThem();
        start.Environment["WEFT_CACHE"] = Cache.Path;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
