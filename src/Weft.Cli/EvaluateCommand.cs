using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Text;
using Weft.Training;

namespace Weft.Cli;

/// <summary><c>weft evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private const string Description = "Measure a trained model: perplexity and accuracy over a whole split, every token once.";

    private const string Examples = """
        Examples:
          weft evaluate runs/mine
          weft evaluate runs/mine --split validation --json
          weft evaluate runs/mine --precision float32
          weft evaluate runs/mine --weights average
        """;

    public static Command Create()
    {
        var run = CommonOptions.Run();
        var checkpoint = CommonOptions.Checkpoint();
        var weights = CommonOptions.Weights();
        var json = CommonOptions.Json();
        var split = new Option<string>("--split") { Description = "train, validation or test.", DefaultValueFactory = _ => "test" };
        var command = new VerbCommand("evaluate", Description, Examples) { run, split, checkpoint, weights, json };
        var runtime = new RuntimeArguments();
        runtime.AddTo(command);
        command.SetAction(parsed => Evaluate(
            parsed.GetRequiredValue(split),
            () => TrainedModel.Open(
                parsed.GetRequiredValue(run), parsed.GetRequiredValue(checkpoint), runtime.Read(parsed), CommonOptions.ReadWeights(parsed.GetValue(weights)),
                parsed.InvocationConfiguration.Error.WriteLine),
            new CommandOutput(parsed, json)));
        return command;
    }

    private static int Evaluate(string splitName, Func<TrainedModel> open, CommandOutput output)
    {
        if (!Enum.TryParse<Split>(splitName, ignoreCase: true, out var split) || int.TryParse(splitName, out _))
            throw new ConfigurationException($"--split is {splitName}; it must be train, validation or test.");
        using var signals = new StopSignals();
        using var trained = open();
        var result = Displays.Show(output, display =>
        {
            using var store = Corpora.Provider(display).PrepareAgain(trained.Options.Data, trained.Folder, signals.Token);
            return new SplitMeter(trained.Model, store, trained.Options, trained.Device).Measure(split, signals.Token);
        });
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumns("", "");
        SummaryTable.AddMeasurement(table, splitName, result);
        output.Human.Write(table);
        output.Result(result);
        return ExitCodes.Done;
    }
}
