using System.Text.Json;
using System.Text.Json.Nodes;
using SkiaSharp;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void Figures_are_those_of_the_run_folders_and_the_same_command_trains_nothing_again()
    {
        var (code, output, errors) = Compare("2", "plain:", "smooth: training.labelSmoothing=0.2 budget.steps=8");
        Assert.True(code == 0, output + errors);
        var results = TinyCommands.LastLine(output);

        foreach (var (variant, place) in new[] { ("plain", 0), ("smooth", 1) })
        {
            foreach (var arm in results.GetProperty("variants")[place].GetProperty("arms").EnumerateArray())
                AssertIsOfItsRun(arm, variant);
        }
        var losses = results.GetProperty("variants").EnumerateArray()
            .Select(variant => variant.GetProperty("arms").EnumerateArray().Select(arm => arm.GetProperty("loss").GetDouble()).ToList()).ToList();
        Assert.Equal(4, losses.SelectMany(loss => loss).Distinct().Count());
        var difference = results.GetProperty("variants")[1].GetProperty("atEnd").GetProperty("test").GetProperty("mean").GetDouble();
        Assert.Equal(losses[1].Average() - losses[0].Average(), difference, 1e-9);
        Assert.Equal(JsonSerializer.Serialize(results), JsonNode.Parse(File.ReadAllText(Of("results.json")))!.ToJsonString(), ignoreLineEndingDifferences: true);
        Assert.Contains("| smooth | 2 |", File.ReadAllText(Of("table.md")));
        foreach (var picture in new[] { "losses-time", "losses-tokens", "differences" })
        {
            using var bitmap = SKBitmap.Decode(Of(picture + ".png"));
            Assert.Equal(picture == "differences" ? 1000 : 1180, bitmap.Width);
            Assert.True(File.Exists(Of(picture + ".svg")));
        }

        var log = File.GetLastWriteTimeUtc(Of("runs/plain/seed-1/metrics.jsonl"));
        var again = Compare("2", "plain:", "smooth: training.labelSmoothing=0.2 budget.steps=8");
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(JsonSerializer.Serialize(results), JsonSerializer.Serialize(TinyCommands.LastLine(again.Output)));
        Assert.Equal(log, File.GetLastWriteTimeUtc(Of("runs/plain/seed-1/metrics.jsonl")));
        Assert.Contains("(was done before)", again.Errors);

        var other = Compare("2", "plain:", "smooth: training.labelSmoothing=0.3 budget.steps=8");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("variant smooth: training.labelSmoothing was 0.2 and is 0.3.", other.Errors);
        Assert.DoesNotContain("seed", other.Errors);
    }

    [Fact]
    public void An_arm_that_was_cut_off_goes_on_and_more_variants_can_be_added()
    {
        var first = Compare("1", "plain:");
        Assert.True(first.ExitCode == 0, first.Errors);
        var loss = LossOf(first, 0);
        // As if its process had been killed between its last checkpoint and its end.
        File.Delete(Of("runs/plain/seed-1/DONE"));
        Directory.CreateDirectory(Of("runs/wide/seed-1"));
        File.WriteAllText(Of("runs/wide/seed-1/vocabulary.json"), "begun by a process that was killed");

        var (code, output, errors) = Compare("1", "plain:", "wide: vectors.file='' model.feedForward=32");

        Assert.True(code == 0, errors);
        Assert.Contains("arm 1 of 2  plain, seed 1: goes on", errors);
        Assert.Contains("arm 2 of 2  wide, seed 1: begins", errors);
        Assert.Equal(loss, LossOf((code, output, errors), 0));
        Assert.Contains("(one seed)", errors);
    }

    [Fact]
    public void A_log_that_was_changed_is_not_believed()
    {
        Assert.Equal(0, Compare("1", "plain:").ExitCode);
        var log = Of("runs/plain/seed-1/metrics.jsonl");
        File.WriteAllText(log, File.ReadAllText(log).Replace("\"best\":true,\"loss\":2", "\"best\":true,\"loss\":1", StringComparison.Ordinal));

        var (code, output, errors) = Compare("1", "plain:");

        Assert.Equal(1, code);
        Assert.Contains($"arm 1 of 1  plain, seed 1: failed. {log} is not what the training wrote", errors);
        Assert.Equal(1, TinyCommands.LastLine(output).GetProperty("failed").GetInt32());
    }

    [Fact]
    public void A_failure_is_shown_with_its_arm_and_the_others_go_on()
    {
        var (code, output, errors) = Compare(
            "1", "plain:", $"broken: vectors.file={_tiny.Folder("none.txt")}", "late: vectors.file={broken}/x.txt", "other: training.batch=4");

        Assert.Equal(1, code);
        Assert.Contains("arm 2 of 4  broken, seed 1: failed. ", errors);
        Assert.Contains("none.txt", errors);
        Assert.Contains("arm 3 of 4  late, seed 1: failed. It needs broken, seed 1, which has not finished.", errors);
        Assert.Contains("arm 4 of 4  other, seed 1: validation loss", errors);
        Assert.Equal(2, TinyCommands.LastLine(output).GetProperty("failed").GetInt32());
    }

    [Fact]
    public void Two_jobs_train_two_arms_at_once_to_the_same_losses()
    {
        string[] variants = ["plain:", "other: training.batch=4"];
        var alone = Compare("2", variants);
        Assert.True(alone.ExitCode == 0, alone.Errors);
        Directory.Delete(Of(""), recursive: true);

        var (code, output, errors) = Compare("2", variants, "--jobs", "2");

        Assert.True(code == 0, errors);
        Assert.Contains("2 trainings ran at the same time and shared the machine.", errors);
        foreach (var variant in new[] { 0, 1 })
            Assert.Equal(LossOf(alone, variant), LossOf((code, output, errors), variant));
    }

    [Fact]
    public void Two_comparisons_in_one_folder_are_refused()
    {
        Directory.CreateDirectory(Of(""));
        using var held = new FileStream(Of(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Refusal.AssertIs(1, Compare("1", "a:"), $"Another comparison is under way in {Of("")}: it holds the lock {Of(".lock")}.", "Wait for its end, or stop it.");
    }

    [Fact]
    public void A_folder_of_something_else_is_refused()
    {
        var folder = Path.GetDirectoryName(_tiny.Config)!;

        Refusal.AssertIs(2, CommandLine.Run("compare", _tiny.Config, "--variant", "a:", "--out", folder), "is no comparison: it has no compare.json. Name another folder with --out.");
    }

    [Fact]
    public void What_is_wrong_is_said_before_anything_is_made()
    {
        Refusal.AssertIs(2, Compare("1", "a:", "b: schedule.peekRate=1"), "variant b: schedule.peekRate is not a setting; did you mean schedule.peakRate?");
        Assert.False(Directory.Exists(Of("")));
    }

    [Fact]
    public async Task A_signal_stops_the_training_saved_and_the_same_command_goes_on()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs POSIX signals");
        string[] arguments = ["compare", _tiny.Config, "--max-steps", "300", "--seeds", "1", "--out", Of(""), "--variant", "a:", "--variant", "b:"];
        using (var process = new WeftProcess(_tiny.CacheFolder, arguments))
        {
            await process.Until(() => RunLog.Read(Of("runs/a/seed-1")).OfType<StepEvent>().Any());
            // Twice, as where a terminal tells the whole group of processes.
            process.Signal(WeftProcess.Interrupt);
            process.Signal(WeftProcess.Interrupt);
            Assert.Equal(130, await process.ExitCode());
            Assert.Contains("everything is saved. The same command goes on.", process.Output);
        }

        var (code, _, errors) = CommandLine.Run(arguments);

        Assert.True(code == 0, errors);
        Assert.True(File.Exists(Of("runs/b/seed-1/DONE")));
    }

    public void Dispose() => _tiny.Dispose();

    private string Of(string name) => name.Length > 0 ? Path.Combine(_tiny.Folder("comparison"), name) : _tiny.Folder("comparison");

    private (int ExitCode, string Output, string Errors) Compare(string seeds, params string[] variants) => Compare(seeds, variants, []);

    private (int ExitCode, string Output, string Errors) Compare(string seeds, string[] variants, params string[] more) => CommandLine.Run(
    [
        "compare", _tiny.Config, "--set", "evaluation.everySteps=3", "--seeds", seeds, "--out", Of(""), "--json",
        .. variants.SelectMany(variant => new[] { "--variant", variant }), .. more,
    ]);

    private static double LossOf((int ExitCode, string Output, string Errors) compared, int variant) =>
        TinyCommands.LastLine(compared.Output).GetProperty("variants")[variant].GetProperty("loss").GetProperty("mean").GetDouble();

    private void AssertIsOfItsRun(JsonElement arm, string variant)
    {
        var run = Of($"runs/{variant}/seed-{arm.GetProperty("seed")}");
        Assert.Equal(run, arm.GetProperty("folder").GetString());
        var lines = File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        var steps = lines.FindAll(line => (string)line["kind"]! == "step");
        var evaluations = lines.FindAll(line => (string)line["kind"]! == "evaluation");
        Assert.Equal(variant == "plain" ? 12 : 8, steps.Count);
        Assert.Equal(steps.Count, arm.GetProperty("steps").GetInt64());
        Assert.Equal(steps.Sum(step => (long)step["tokens"]!), arm.GetProperty("tokens").GetInt64());
        Assert.Equal((double)steps[^1]["seconds"]!, arm.GetProperty("seconds").GetDouble());
        Assert.Equal((double)evaluations[^1]["loss"]!, arm.GetProperty("loss").GetDouble());
        Assert.Equal(evaluations.Min(line => (double)line["loss"]!), arm.GetProperty("bestLoss").GetDouble());
        Assert.Equal(evaluations.Select(line => (double)line["loss"]!), arm.GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("loss").GetDouble()));
        var done = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "DONE")))!;
        Assert.Equal((double)done["tokensPerSecond"]!, arm.GetProperty("tokensPerSecond").GetDouble());
        Assert.Equal((long)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "config.json")))!["seed"]!, arm.GetProperty("seed").GetInt64());
    }
}
