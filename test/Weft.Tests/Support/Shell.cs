using System.Diagnostics;

namespace Weft.Tests.Support;

/// <summary>Runs lines of a shell, in which <c>$WEFT</c> is the program, in the surroundings in which the tests began.</summary>
internal static class Shell
{
    /// <summary>Gives the exit code, standard output and standard error.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string script, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true }.WithThem();
        start.Environment["WEFT"] = $"dotnet exec {WeftProcess.Program}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
