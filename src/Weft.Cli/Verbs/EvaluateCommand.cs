using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Runs;
using Weft.Training;

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
        """;

    private static readonly EvaluationOptions Defaults = new();

    public static Command Create()
    {
        var model = new ModelArguments();
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
        var command = new VerbCommand("evaluate", Description, Examples) { split, data, stride, words, pairs, folder, losses };
        model.AddTo(command);
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
                // How far up it may go depends on the run.
                problems.Require(parsed.ValueOf(stride) is not < 0, "evaluation.stride", parsed.ValueOf(stride), "be from 0 to training.context");
                return (Targets: EvaluateTargets.Read(parsed.ValueOf(split), parsed.ValueOf(data), parsed.ValueOf(folder), parsed.ValueOf(losses), problems),
                    Model: model.Read(parsed, problems));
            },
            (given, parsed) => Evaluate(
                given.Targets,
                given.Model,
                options => options with
                {
                    Stride = parsed.GetValue(stride) ?? options.Stride,
                    MatrixWords = parsed.GetValue(words) ?? options.MatrixWords,
                    ConfusedPairs = parsed.GetValue(pairs) ?? options.ConfusedPairs,
                },
                new CommandOutput(parsed, json),
                parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Evaluate(
        EvaluateTargets targets, Func<Action<string>, LoadedModel> open, Func<EvaluationOptions, EvaluationOptions> change, CommandOutput output,
        TextWriter warnings)
    {
        using var signals = new StopSignals();
        using var losses = targets.OpenOutputs();
        var damages = new List<string>();
        using var trained = Displays.Show(output, display => display.During("loading the model", () => open(damages.Add)));
        damages.ForEach(warnings.WriteLine);
        var options = trained.Options with { Evaluation = change(trained.Options.Evaluation) };
        options.Validate();
        string? problem = null, written = null;
        var reports = Displays.Show(output, display =>
        {
            var evaluation = new RunEvaluation(trained, options, Corpora.Provider(display));
            IReadOnlyList<IEvaluationReport> measured = targets.Data is { } data ? [evaluation.OfText(data, losses, signals.Token)] : evaluation.OfSplits(targets.Splits, losses, signals.Token);
            // What was measured is shown whatever becomes of the files.
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
        warnings.WriteLine(problem);
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
