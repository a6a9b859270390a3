using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Cli.Verbs;

/// <summary><c>weft train</c>.</summary>
internal static class TrainCommand
{
    private const string Description = "Train a language model: text in, trained model, measured perplexity and a sample out.";

    private const string Examples = """
        Examples:
          weft train                                        the default corpus, about two minutes
          weft train --data notes.txt --max-minutes 10      text of your own
          weft train --data wikitext-2 --preset reference   the published model
          weft train --task classification --data mails.csv  labels of texts: columns text and label
          weft train --resume runs/2026-05-01-120000-small  go on after Ctrl-C
        """;

    public static Command Create()
    {
        var arguments = new RunOptionsArguments();
        var workers = new WorkersArguments();
        var output = new Option<string?>("--out") { Description = "The run folder to make; default runs/DATE-TIME-PRESET.", HelpName = "FOLDER" };
        var resume = new Option<string?>("--resume") { Description = "Go on with the training in this run folder.", HelpName = "RUN" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("train", Description, Examples) { IsForWorkers = true };
        arguments.AddTo(command);
        workers.AddTo(command);
        command.Add(output);
        command.Add(resume);
        command.Add(json);
        command.Does(
            (parsed, problems) => parsed.ValueOf(resume) is { } run
                ? Resume(run, arguments, workers, parsed, parsed.ValueOf(output), problems)
                : Train(arguments, workers, parsed, parsed.ValueOf(output), problems),
            (start, parsed) => start(new CommandOutput(parsed, json)));
        return command;
    }

    private static Func<CommandOutput, int> Train(RunOptionsArguments arguments, WorkersArguments workers, ParseResult parsed, string? folder, Problems problems)
    {
        var options = problems.Collect(() => arguments.Read(parsed));
        workers.Validate(parsed, problems);
        return output =>
        {
            var path = folder ?? Path.Combine("runs", $"{TimeProvider.System.GetLocalNow():yyyy-MM-dd-HHmmss}-{options!.Preset}");
            if (LaunchedWorkers.Of(workers, parsed, options!) is { } launched)
                return launched.Run([.. workers.Without(parsed), .. folder is null ? new[] { "--out", path } : []], path, output);
            return Run(path, options!, output, (opener, path, stop) => opener.Create(options!, path, stop));
        };
    }

    private static Func<CommandOutput, int> Resume(
        string run, RunOptionsArguments arguments, WorkersArguments workers, ParseResult parsed, string? folder, Problems problems)
    {
        foreach (var other in arguments.GivenBesidesFree(parsed).Concat(folder is null ? [] : ["--out"]))
            problems.Add($"{other} does not go with --resume: a run keeps the options that it began with, except for its budget, {string.Join(" and ", WorkersOptions.FreeKeys)}.");
        var budget = problems.Collect(() => arguments.ReadBudget(parsed));
        var change = problems.Collect(() => arguments.ReadWorkers(parsed));
        workers.Validate(parsed, problems);
        return output =>
        {
            var options = RunFolder.Open(run).ReadOptions();
            options = options with { Workers = change!(options.Workers) };
            if (LaunchedWorkers.Of(workers, parsed, options) is { } launched)
                return launched.Run(workers.Without(parsed), run, output);
            return Run(run, options, output, (opener, path, stop) => opener.Resume(path, budget, stop: stop, workers: change));
        };
    }

    private static int Run(string folder, RunOptions options, CommandOutput output, Func<TrainingOpener, string, CancellationToken, TrainingRun> create) =>
        OneOfWorkers.Run(TimeSpan.FromSeconds(options.Workers.TimeoutSeconds), workers => Run(workers.FromFirst(folder), workers, output, create));

    private static int Run(string folder, IWorkers workers, CommandOutput output, Func<TrainingOpener, string, CancellationToken, TrainingRun> create)
    {
        using var signals = new StopSignals();
        var summary = Displays.Show(output, display =>
        {
            using var training = create(new TrainingOpener(Corpora.Provider(display), display) { Tell = display.Tell, Workers = workers }, folder, signals.Token);
            display.Tell(training.Description);
            if (training.Division is { } division)
                display.Tell(division);
            if (output.IsDetailed)
                display.Tell(SettingsInForce.Of(folder));
            if (training.VocabularyNote is { } note)
                display.Tell(note);
            if (training.Sources.Vectors is { } vectors)
                display.Tell(Texts.Of(vectors));
            if (training.Sources.Run is { } start)
                display.Tell(Texts.Of(start));
            return Run(training, output, signals.Token);
        });
        output.Result(summary);
        if (summary.Interrupted)
        {
            output.Line($"Stopped after step {summary.Steps:N0}; everything is saved. Go on with: weft train --resume {ShellQuote.Of(summary.Run)}");
            return ExitCodes.Interrupted;
        }
        if (!workers.IsFirst())
            return ExitCodes.Done;
        SummaryTable.Write(summary, output);
        SampleWriter.Write(summary.Run, output);
        return ExitCodes.Done;
    }

    private static TrainingSummary Run(TrainingRun training, CommandOutput output, CancellationToken stop)
    {
        try
        {
            return training.Run(stop);
        }
        catch (DivergenceException e) when (e.Summary is { } summary)
        {
            output.Result(summary);
            throw;
        }
    }
}
