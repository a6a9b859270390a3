using System.Diagnostics;

namespace Weft.Tests.Support;

/// <summary>Runs one test of this assembly in a process of its own, with other environment variables.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a test method, named in full, and gives its exit code and everything that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunTest(string method, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, "-method", method])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
