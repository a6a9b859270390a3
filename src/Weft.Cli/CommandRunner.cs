using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Help;
using Weft.Cli.Verbs;
using Weft.Cli.Verbs.Prediction;
using Weft.Cli.Verbs.Preparing;
using Weft.Cli.Verbs.Vectors;
using Weft.Foundation;
using Weft.Workers;

namespace Weft.Cli;

/// <summary>Parses the command line, runs the verb, and turns exceptions into a line for the user and an exit code.</summary>
internal static class CommandRunner
{
    // A word that begins with @ is a word, and not a file of more words.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line. What it reads and writes is the same in every language of the machine.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var rank = 0;
        try
        {
            rank = WorkerEnvironment.Current.Rank;
        }
        catch (ConfigurationException e)
        {
            error.WriteLine(e.Message);
            return ExitCodes.WrongUse;
        }
        // The first of several workers speaks for all.
        (output, error) = rank == 0 ? (TerminalWriter.Around(output), TerminalWriter.Around(error)) : (TextWriter.Null, TextWriter.Null);
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Run(arguments, rank, new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static int Run(IReadOnlyList<string> arguments, int rank, InvocationConfiguration streams)
    {
        var root = CreateRoot();
        var parsed = root.Parse(ShellCompletion.Normalize(arguments), Parser);
        var command = parsed.CommandResult.Command;
        // Of a verb that there is not, there is no help.
        var answersAnyway = (parsed.Action is VerbHelp or VersionAction && !(command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0))
            || root.Directives.OfType<SuggestDirective>().Any(directive => parsed.GetResult(directive) is not null);
        if (!answersAnyway && command.Action is null && parsed.UnmatchedTokens.Count == 0)
        {
            // A verb is missing. A script that forgot it must not go on.
            VerbHelp.Write(command, streams.Error);
            return ExitCodes.WrongUse;
        }
        if (!answersAnyway && ParseProblem.Of(parsed) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
                streams.Error.WriteLine(problem);
            streams.Error.WriteLine($"weft {VerbOf(parsed)}--help shows what it takes.");
            return ExitCodes.WrongUse;
        }
        // What several workers cannot do together, one does.
        if (rank > 0 && command is not VerbCommand { IsForWorkers: true })
            return ExitCodes.Done;
        try
        {
            return parsed.Invoke(streams);
        }
        catch (Exception e) when (Explanation.Of(e) is { } explanation)
        {
            streams.Error.WriteLine(explanation.Message);
            return explanation.ExitCode;
        }
    }

    /// <summary>The verb as it was written, <c>tune lr</c>, and a blank; empty where there is none.</summary>
    private static string VerbOf(ParseResult parsed)
    {
        var words = parsed.Tokens.TakeWhile(token => token.Type == TokenType.Command).Select(token => token.Value + " ");
        return string.Concat(words);
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Weft trains Transformer language models on text of your own.")
        {
            TrainCommand.Create(),
            AuditCommand.Create(),
            PrepareCommand.Create(),
            EvaluateCommand.Create(),
            GenerateCommand.Create(),
            PredictCommand.Create(),
            VectorsCommand.Create(),
            TuneCommand.Create(),
            CompareCommand.Create(),
            VerifyResumeCommand.Create(),
            PlanCommand.Create(),
            SettingsCommand.Create(),
            DoctorCommand.Create(),
            CompletionCommand.Create(),
            HelpCommand.Create((words, asked) => Run(words, rank: 0, asked.InvocationConfiguration)),
        };
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Options.Add(VersionAction.CreateOption());
        root.Options.Add(CommonOptions.Quiet);
        root.Options.Add(CommonOptions.Verbosity);
        VerbHelp.Attach(root);
        return root;
    }
}
