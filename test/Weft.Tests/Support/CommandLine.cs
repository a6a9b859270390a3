using Weft.Cli;

namespace Weft.Tests.Support;

/// <summary>Runs a verb in this process, as the program would.</summary>
internal static class CommandLine
{
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = CommandRunner.Run(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
