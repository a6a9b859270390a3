using System.CommandLine;
using Weft.Cli.Display;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Text;
using Weft.Training;

namespace Weft.Cli;

/// <summary><c>weft evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private const string All = "all";

    private const string Description =
        "Measure a trained model over whole splits, every token once: perplexity, accuracy, calibration, confusions, and what they depend on.";

    private const string Examples = """
        Examples:
          weft evaluate runs/mine
          weft evaluate runs/mine --split all --json
          weft evaluate runs/mine --split validation --stride 16    plain, and with windows that overlap
          weft evaluate runs/mine --precision float32 --out /tmp/report
          weft evaluate runs/mine --weights average
        """;

    private static readonly EvaluationOptions Defaults = new();

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CommonOptions.Checkpoint();
        var weights = CommonOptions.Weights();
        var json = CommonOptions.Json();
        var split = new Option<string>("--split") { Description = "train, validation, test or all.", DefaultValueFactory = _ => "test" };
        var folder = new Option<string?>("--out") { Description = "Where tables and pictures go; default RUN/evaluation.", HelpName = "FOLDER" };
        var stride = Number("--stride", "Measure a second time, with windows that score so many targets each; default evaluation.stride of the run.", null);
        var words = Number("--matrix-words", "Words of the confusion matrix.", Defaults.MatrixWords);
        var pairs = Number("--confused-pairs", "Pairs of confused words to list.", Defaults.ConfusedPairs);
        var command = new VerbCommand("evaluate", Description, Examples) { run, split, stride, words, pairs, folder, checkpoint, weights, json };
        var runtime = new RuntimeArguments();
        runtime.AddTo(command);
        command.SetAction(parsed => Evaluate(
            SplitsOf(parsed.GetRequiredValue(split)),
            tell => TrainedModel.Open(
                parsed.GetRequiredValue(run), parsed.GetRequiredValue(checkpoint), runtime.Read(parsed), CommonOptions.ReadWeights(parsed.GetValue(weights)), tell),
            options => options with
            {
                Stride = parsed.GetValue(stride) ?? options.Stride,
                MatrixWords = parsed.GetValue(words) ?? options.MatrixWords,
                ConfusedPairs = parsed.GetValue(pairs) ?? options.ConfusedPairs,
            },
            parsed.GetValue(folder),
            new CommandOutput(parsed, json),
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Evaluate(
        IReadOnlyList<Split> splits, Func<Action<string>, TrainedModel> open, Func<EvaluationOptions, EvaluationOptions> change, string? folder,
        CommandOutput output, TextWriter warnings)
    {
        using var signals = new StopSignals();
        var damages = new List<string>();
        using var trained = Displays.Show(output, display => display.During("loading the model", () => open(damages.Add)));
        damages.ForEach(warnings.WriteLine);
        var options = trained.Options with { Evaluation = change(trained.Options.Evaluation) };
        options.Validate();
        var (reports, written) = Displays.Show(output, display =>
        {
            using var store = Corpora.Provider(display).PrepareAgain(options.Data, trained.Folder, signals.Token);
            var meter = new SplitMeter(trained.Model, store, options, trained.Device, display);
            var measured = splits.Select(split => meter.Report(split, trained.Step, trained.Weights, signals.Token)).ToList();
            return (measured, EvaluationFolder.Write(trained.Folder, measured, folder, display));
        });
        ReportTable.Write(reports, trained.HasAverages, written, output);
        if (reports is [var single])
            output.Result(single);
        else
            output.Result(reports.ToDictionary(report => report.Split));
        return ExitCodes.Done;
    }

    private static Split[] SplitsOf(string name)
    {
        if (name == All)
            return Enum.GetValues<Split>();
        return Enum.TryParse<Split>(name, ignoreCase: true, out var split) && !int.TryParse(name, out _)
            ? [split]
            : throw new ConfigurationException($"--split is {name}; it must be train, validation, test or all.");
    }

    private static Option<int?> Number(string name, string description, int? usual) =>
        new(name) { Description = usual is null ? description : $"{description} Default {usual}, or what the run's options say." };
}
