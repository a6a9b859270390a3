using System.CommandLine;
using Weft.Foundation;
using Weft.Runtime;
using Weft.Training;

namespace Weft.Cli;

/// <summary>Parses the command line, runs the verb, and turns exceptions into a line for the user and an exit code.</summary>
internal static class CommandRunner
{
    private const int HResultDiskFull = 28; // ENOSPC, in the low word of the exception's result code

    public static int Run(RootCommand root, string[] arguments)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"weft {parsed.CommandResult.Command.Name} --help shows what it takes.".Replace("weft Weft.Cli ", "weft ", StringComparison.Ordinal));
            return ExitCodes.WrongUse;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (Explain(e) is { } explanation)
        {
            Console.Error.WriteLine(explanation.Message);
            return explanation.ExitCode;
        }
    }

    /// <summary>The user's own mistakes and the machine's troubles; anything else is a defect of Weft and keeps its stack trace.</summary>
    private static (string Message, int ExitCode)? Explain(Exception e) => e switch
    {
        ConfigurationException => (e.Message, ExitCodes.WrongUse),
        DivergenceException or TorchRuntimeException or InvalidDataException => (e.Message, ExitCodes.Failed),
        IOException when (e.HResult & 0xFFFF) == HResultDiskFull =>
            ($"{e.Message}{Environment.NewLine}Free some space, or name folders elsewhere: --out for the run, WEFT_CACHE for prepared text.", ExitCodes.Failed),
        IOException or UnauthorizedAccessException => (e.Message, ExitCodes.Failed),
        _ => null,
    };
}
