using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Experiments.Comparisons;
using Weft.Experiments.Comparisons.Planning;

namespace Weft.Cli.Verbs;

/// <summary><c>weft compare</c>.</summary>
internal static class CompareCommand
{
    private const string Description = "Compare settings: every variant with every seed within the same budget, and a table of what it brought.";

    private const string Examples = """
        It takes what weft train takes, which is the base run, and the settings that each variant changes.
        The first variant is the baseline. Seed 1 of every variant comes first, in the order given, then
        seed 2: so a machine that becomes slower does so for all. {NAME} in a value is the run folder of an
        earlier variant with the same seed. The same command goes on where it was stopped; more variants
        and seeds can be added.

        Examples:
          weft compare --data notes/ --max-minutes 4 --variant plain: \
              --variant "smooth: training.labelSmoothing=0.1"
          weft compare --preset reference --max-tokens 2000000 --seeds 1,2,5 --variants variants.json
          weft compare --max-minutes 4 --variant adamw: --out compare/muon \
              --variant "muon: optimizer.kind=muon schedule.peakRate=0.02 budget.minutes=3"
        """;

    public static Command Create()
    {
        var arguments = new RunOptionsArguments();
        var variants = new Option<string[]>("--variant")
        {
            Description = "A variant, with keys of --set; NAME: alone changes nothing (repeatable).",
            HelpName = "\"NAME: KEY=VALUE ...\"",
        };
        var file = new Option<string?>("--variants") { Description = "A JSON file of variants: {\"NAME\": {...}}, each like config.json.", HelpName = "FILE" };
        var seeds = new Option<string>("--seeds") { Description = "How many seeds, from --seed on; or a list: 1,2,5.", DefaultValueFactory = _ => "3" };
        var baseline = new Option<string?>("--baseline") { Description = "The variant that the others are compared with; default the first.", HelpName = "NAME" };
        var jobs = new Option<int>("--jobs") { Description = "Trainings at the same time, each with --threads threads.", DefaultValueFactory = _ => 1 };
        var workers = new Option<int>("--workers") { Description = "Each training by so many workers.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var folder = new Option<string>("--out") { Description = "The folder of the comparison.", DefaultValueFactory = _ => "compare", HelpName = "FOLDER" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("compare", Description, Examples) { variants, file, seeds, baseline, jobs, workers, folder };
        arguments.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                problems.Require(parsed.ValueOf(workers) > 0, "--workers", parsed.ValueOf(workers), "be at least 1");
                return problems.Collect(() => ComparisonPlanner.Plan(arguments.ReadTree(parsed), new ComparisonOptions
                {
                    Folder = parsed.ValueOf(folder)!,
                    VariantFile = parsed.ValueOf(file),
                    Variants = parsed.GetValue(variants) ?? [],
                    Seeds = parsed.ValueOf(seeds)!,
                    Baseline = parsed.ValueOf(baseline),
                    Jobs = parsed.ValueOf(jobs),
                }));
            },
            (plan, parsed) => Compare(plan!, parsed.GetValue(workers), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Compare(ComparisonPlan plan, int workers, CommandOutput output)
    {
        using var signals = new StopSignals();
        var result = Displays.Show(output, display => new Comparison(
            plan, words => ThisProgram.Start(workers == 1 ? words : [.. words, "--workers", $"{workers}"]), Corpora.Provider(display), display, display.Tell).Run(signals.Token));
        if (result.Interrupted)
        {
            output.Human.WriteLine($"Stopped with {result.Done} of {plan.Arms.Count} trainings done; everything is saved. The same command goes on.");
            output.Result(result);
            return ExitCodes.Interrupted;
        }
        Write(result, output);
        output.Result(result);
        return result.Failed > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static void Write(ComparisonResult result, CommandOutput output)
    {
        foreach (var table in ComparisonTable.Of(result))
            FittingTable.Write(table, output.Human);
        foreach (var note in ComparisonTable.NotesOf(result))
            output.Human.WriteLine(note);
        output.Line($"Tables, figures and pictures are in {result.Folder}");
    }
}
