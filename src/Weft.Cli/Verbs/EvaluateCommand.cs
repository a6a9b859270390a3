using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs;

/// <summary><c>weft evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private const string Description =
        "Measure a trained model over whole splits or a text of your own, every token once: perplexity, accuracy, calibration, confusions, and what they depend on.";

    private const string Examples = """
        Examples:
          weft evaluate runs/mine
          weft evaluate runs/mine --split all --json
          weft evaluate runs/mine --data letters.txt                a text of your own, as a whole
          weft evaluate runs/mine --split test --tokens-out t.tsv   the loss of each token
          weft evaluate runs/mine --split validation --stride 16    plain, and with windows that overlap
          weft evaluate runs/mine --precision float32 --out /tmp/report
          weft evaluate runs/mine --weights average
          weft evaluate runs/mine --split all --workers 4
        """;

    private static readonly EvaluationOptions Defaults = new();

    public static Command Create()
    {
        var model = new ModelArguments();
        var workers = new WorkersArguments(hasRestarts: false);
        var json = CommonOptions.Json();
        var split = new Option<string?>("--split") { Description = "train, validation, test or all; default test." };
        var data = new Option<string?>("--data")
        {
            Description = "Measure another text, as a whole, with the model's tokenizer and vocabulary: a file, folder or glob, a corpus, or - for standard input.",
        };
        var folder = new Option<string?>("--out") { Description = "Where tables and pictures go; default RUN/evaluation.", HelpName = "FOLDER" };
        var losses = new Option<string?>("--tokens-out")
        {
            Description = "Write the loss of each token of the split or text, a tab-separated line each; of windows that overlap where a stride is given.",
            HelpName = "FILE",
        };
        var stride = Number("--stride", "Measure a second time, with windows that score so many targets each; default evaluation.stride of the run.", null);
        var words = Number("--matrix-words", "Words of the confusion matrix.", Defaults.MatrixWords);
        var pairs = Number("--confused-pairs", "Pairs of confused words to list.", Defaults.ConfusedPairs);
        var command = new VerbCommand("evaluate", Description, Examples) { IsForWorkers = true };
        foreach (var option in new Option[] { split, data, stride, words, pairs, folder, losses })
            command.Add(option);
        model.AddTo(command);
        workers.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var wanted = new EvaluationOptions
                {
                    MatrixWords = parsed.ValueOf(words) ?? Defaults.MatrixWords,
                    ConfusedPairs = parsed.ValueOf(pairs) ?? Defaults.ConfusedPairs,
                };
                wanted.Validate(problems, 0);
                workers.Validate(parsed, problems);
                // How far up it may go depends on the run.
                problems.Require(parsed.ValueOf(stride) is not < 0, "evaluation.stride", parsed.ValueOf(stride), "be from 0 to training.context");
                return (Targets: EvaluateTargets.Read(parsed.ValueOf(split), parsed.ValueOf(data), parsed.ValueOf(folder), parsed.ValueOf(losses), problems),
                    Model: model.Read(parsed, problems));
            },
            (given, parsed) =>
            {
                var output = new CommandOutput(parsed, json);
                if (LaunchedWorkers.Of(workers, parsed, null) is { } launched)
                    return launched.Run(workers.Without(parsed), null, output);
                return OneOfWorkers.Run(TimeSpan.FromSeconds(new WorkersOptions().TimeoutSeconds), all => Evaluate(given.Targets, given.Model, all, Change, output));

                EvaluationOptions Change(EvaluationOptions options) => options with
                {
                    Stride = parsed.GetValue(stride) ?? options.Stride,
                    MatrixWords = parsed.GetValue(words) ?? options.MatrixWords,
                    ConfusedPairs = parsed.GetValue(pairs) ?? options.ConfusedPairs,
                };
            });
        return command;
    }

    private static int Evaluate(
        EvaluateTargets targets, Func<Action<string>, IWorkers, LoadedModel> open, IWorkers workers, Func<EvaluationOptions, EvaluationOptions> change, CommandOutput output)
    {
        using var signals = new StopSignals();
        using var losses = targets.OpenOutputs();
        var damages = new List<string>();
        using var trained = Displays.Show(output, display => display.During("loading the model", () => open(damages.Add, workers)));
        damages.ForEach(output.Errors.WriteLine);
        var options = trained.Options with { Evaluation = change(trained.Options.Evaluation) };
        options.Validate();
        string? problem = null, written = null;
        var reports = Displays.Show(output, display =>
        {
            var evaluation = new RunEvaluation(trained, options, Corpora.Provider(display)) { Workers = workers };
            IReadOnlyList<IEvaluationReport> measured = targets.Data is { } data ? [evaluation.OfText(data, losses, signals.Token)] : evaluation.OfSplits(targets.Splits, losses, signals.Token);
            // What was measured is shown whatever becomes of the files.
            if (workers.IsFirst())
                problem = Write(trained.Folder, measured, targets.Folder, display, out written);
            return measured;
        });
        ReportTable.Write(reports, trained.HasAverages, written, output);
        if (reports is [var single])
            output.Result<object>(single);
        else
            output.Result(reports.ToDictionary(report => report.Split, object (report) => report));
        if (problem is null)
            return ExitCodes.Done;
        output.Errors.WriteLine(problem);
        return targets.Folder is null ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string? Write(RunFolder run, IReadOnlyList<IEvaluationReport> reports, string? folder, IDisplay display, out string? written)
    {
        written = null;
        try
        {
            written = EvaluationFolder.Write(run, reports, folder, display);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The report was not written to {Path.GetFullPath(folder ?? run.Evaluation)}: {e.Message}{Environment.NewLine}Name another folder: --out FOLDER";
        }
    }

    private static Option<int?> Number(string name, string description, int? usual) =>
        new(name) { Description = usual is null ? description : $"{description} Default {usual}, or what the run's options say." };
}
