using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Experiments.Tuning;
using Weft.Runs.Options;
using Weft.Training.Starting;

namespace Weft.Cli.Verbs;

/// <summary><c>weft tune lr</c>.</summary>
internal static class TuneCommand
{
    private const string Description = "Find a learning rate: the range test of Smith 2017, which tries ever higher rates on a fresh model.";

    private const string Examples = """
        It takes what weft train takes; budget and schedule do not matter.

        Examples:
          weft tune lr --data notes.txt
          weft tune lr --preset reference --data wikitext-2 --from 1e-5 --to 0.1
          weft tune lr --set optimizer.kind=muon --steps 300 --json
        """;

    public static Command Create() => new("tune", "Find settings before a training.") { CreateRates() };

    private static VerbCommand CreateRates()
    {
        var defaults = new RateRangeOptions();
        // Its --from is the lowest rate.
        var arguments = new RunOptionsArguments().WithoutShortcutOf("training.from");
        var from = Number("--from", "The first learning rate.", defaults.From);
        var to = Number("--to", "The last learning rate, where the loss does not diverge before.", defaults.To);
        var steps = Number("--steps", "Updates: one a rate.", defaults.Steps);
        var output = new Option<string?>("--out") { Description = "The folder to make; default runs/DATE-TIME-PRESET-rates.", HelpName = "FOLDER" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("lr", Description, Examples);
        arguments.AddTo(command);
        command.Add(from);
        command.Add(to);
        command.Add(steps);
        command.Add(output);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var range = new RateRangeOptions { From = parsed.ValueOf(from), To = parsed.ValueOf(to), Steps = parsed.ValueOf(steps) };
                range.Validate(problems);
                return (Options: problems.Collect(() => arguments.Read(parsed)), Range: range);
            },
            (given, parsed) => Run(given.Options!, given.Range, parsed.GetValue(output), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Run(RunOptions options, RateRangeOptions range, string? folder, CommandOutput output)
    {
        folder ??= Path.Combine("runs", $"{TimeProvider.System.GetLocalNow():yyyy-MM-dd-HHmmss}-{options.Preset}-rates");
        using var signals = new StopSignals();
        var result = Displays.Show(output, display =>
        {
            using var training = new TrainingOpener(Corpora.Provider(display), display).Create(options, folder, signals.Token);
            display.Tell(training.Description);
            return RateRangeTest.Run(training, folder, range, display, signals.Token);
        });
        output.Result(result);
        output.Human.Write(TableOf(result));
        output.Line($"Picture: {result.Png}");
        return result.End == RateRangeEnd.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    private static Table TableOf(RateRangeResult result)
    {
        var table = SummaryTable.Empty();
        SummaryTable.AddRow(table, "suggested", result.SuggestedRate is { } rate ? $"--set schedule.peakRate={Texts.OfRate(rate)}" : "");
        SummaryTable.AddRow(table, "how", result.Method);
        SummaryTable.AddRow(table, "lowest loss", $"{result.LowestLoss:F3} at {Texts.OfRate(result.LowestLossRate)}", "most often too high");
        SummaryTable.AddRow(
            table, "steps", $"{result.Steps:N0}", $"the last at {Texts.OfRate(result.LastRate)}{(result.End == RateRangeEnd.Diverged ? ", where the loss diverged" : "")}");
        return table;
    }

    private static Option<T> Number<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
