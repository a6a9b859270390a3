using System.CommandLine;
using System.CommandLine.Parsing;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Runtime;
using Weft.Training;

namespace Weft.Cli;

/// <summary>Parses the command line, runs the verb, and turns exceptions into a line for the user and an exit code.</summary>
internal static class CommandRunner
{
    // The low word of an exception's result code: ENOSPC and EDQUOT on POSIX systems, ERROR_DISK_FULL on Windows.
    private static readonly int[] DiskFull = [28, 122, 112];

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        (output, error) = (TerminalWriter.Around(output), TerminalWriter.Around(error));
        var parsed = CreateRoot().Parse(arguments);
        if (ParseProblem.Of(parsed) is { } problem)
        {
            error.WriteLine(problem);
            error.WriteLine($"weft {VerbOf(parsed)}--help shows what it takes.");
            return ExitCodes.WrongUse;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (Explain(e) is { } explanation)
        {
            error.WriteLine(explanation.Message);
            return explanation.ExitCode;
        }
    }

    /// <summary>The verb as it was written, <c>tune lr</c>, and a blank; empty where there is none.</summary>
    private static string VerbOf(ParseResult parsed)
    {
        var words = parsed.Tokens.TakeWhile(token => token.Type == TokenType.Command).Select(token => token.Value + " ");
        return string.Concat(words);
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Weft trains Transformer language models on text of your own.")
        {
            TrainCommand.Create(),
            PrepareCommand.Create(),
            EvaluateCommand.Create(),
            GenerateCommand.Create(),
            VectorsCommand.Create(),
            TuneCommand.Create(),
            CompareCommand.Create(),
            VerifyResumeCommand.Create(),
            DoctorCommand.Create(),
        };
        VerbHelp.Attach(root);
        return root;
    }

    /// <summary>The user's own mistakes and the machine's troubles; anything else is a defect of Weft and keeps its stack trace.</summary>
    private static (string Message, int ExitCode)? Explain(Exception e) => e switch
    {
        ConfigurationException => (e.Message, ExitCodes.WrongUse),
        DivergenceException or TorchRuntimeException or InvalidDataException => (e.Message, ExitCodes.Failed),
        IOException when DiskFull.Contains(e.HResult & 0xFFFF) =>
            ($"{e.Message}{Environment.NewLine}Free some space, or name folders elsewhere: --out for the run, WEFT_CACHE for prepared text.", ExitCodes.Failed),
        UnauthorizedAccessException =>
            ($"{e.Message}{Environment.NewLine}Change its permissions, or name another place: --out for the run, WEFT_CACHE for prepared text.", ExitCodes.Failed),
        IOException => (e.Message, ExitCodes.Failed),
        _ => null,
    };
}
