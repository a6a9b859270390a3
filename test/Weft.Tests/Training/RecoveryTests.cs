using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

/// <summary>Trainings that diverge: found, ended or carried on, and resumed exactly where they are.</summary>
public sealed class RecoveryTests : IDisposable
{
    private const int Steps = 40;

    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_loss_that_explodes_without_becoming_infinite_ends_the_training()
    {
        using var recorder = new Recorder();

        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(Exploding(RecoveryMode.None), "run", recorder));

        Assert.Matches("^After step 2[0-9] the loss is [0-9.]+ nats a target; it was 2.[0-9] at its lowest, and guessing blindly costs 2.[0-9]: the training has diverged.", error.Message);
        Assert.EndsWith("What is saved stays. Train anew with a lower schedule.peakRate or optimizer.clipNorm, or set training.recovery=back.", error.Message);
        Assert.True(Directory.Exists(_tiny.Folder("run/checkpoints/step-1")), "What is saved stays.");
    }

    [Fact]
    public void Going_back_halves_the_rate_until_it_is_bearable_and_is_resumed_exactly()
    {
        using var whole = new Recorder();
        var summary = _tiny.Train(Exploding(RecoveryMode.Back), "whole", whole);

        Assert.Equal(Steps, summary.Steps);
        Assert.InRange(whole.Recoveries.Count, 1, 3);
        Assert.Equal(whole.Recoveries.Count, summary.Recoveries.GoneBack);
        Assert.Equal(new[] { 0.5, 0.25, 0.125 }[..whole.Recoveries.Count], whole.Recoveries.Select(recovery => recovery.Rate));
        Assert.All(whole.Recoveries, recovery => Assert.Equal(RecoveryMode.Back, recovery.Action));
        Assert.True(whole.Steps[^1].NegativeLogLikelihood < 3);
        Assert.Contains("\"kind\":\"recovery\"", File.ReadAllText(_tiny.Folder("whole/metrics.jsonl")));
        AssertResumesExactly(Exploding(RecoveryMode.Back), 10, 21, 30);
    }

    [Fact]
    public void Going_back_ends_after_three_times()
    {
        using var recorder = new Recorder();
        var options = Exploding(RecoveryMode.Back);

        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(options with { Schedule = options.Schedule with { PeakRate = 300 } }, "run", recorder));

        Assert.EndsWith(
            $"{Environment.NewLine}With training.recovery=back it went back 3 times, at last to 12.5% of the rate. "
            + "What is saved stays. Train anew with a lower schedule.peakRate or optimizer.clipNorm.",
            error.Message.Replace("12.5 %", "12.5%", StringComparison.Ordinal));

        Assert.Equal([1, 2, 3], recorder.Recoveries.Select(recovery => recovery.Times));
    }

    [Fact]
    public void A_step_that_is_not_finite_is_skipped_and_counted_and_resumed_exactly()
    {
        using var whole = new Recorder();
        var options = WithInfiniteWord(RecoveryMode.Skip);
        var summary = _tiny.Train(options, "whole", whole);

        Assert.InRange(whole.Recoveries.Count, 3, 30);
        Assert.Equal(whole.Recoveries.Count, summary.Recoveries.Skipped);
        Assert.Equal(Steps, summary.Steps);
        Assert.Equal(Enumerable.Range(1, Steps), whole.Steps.Select(step => (int)step.Step).Concat(whole.Recoveries.Select(skipped => (int)skipped.Step)).Order());
        Assert.All(whole.Recoveries, skipped => Assert.Matches($"^Step {skipped.Step} was not made: its (loss|gradient norm) is (NaN|∞|Infinity).$", skipped.Reason));
        Assert.Equal(summary.Tokens, whole.Steps.Sum(step => step.Tokens) + whole.Recoveries.Sum(skipped => skipped.Tokens));
        AssertResumesExactly(options, 4, (int)whole.Recoveries[1].Step, 29);
    }

    [Fact]
    public void Without_recovery_such_a_step_ends_the_training_and_in_a_row_five_are_skipped()
    {
        Assert.StartsWith("Step ", Assert.Throws<DivergenceException>(() => _tiny.Train(WithInfiniteWord(RecoveryMode.None), "none")).Message);

        using var recorder = new Recorder();
        var options = WithInfiniteWord(RecoveryMode.Skip);
        string[] words = [.. TinyTraining.Words, "zebra", ".", "<eos>"];
        File.WriteAllText(options.Training.ClassWeights, string.Concat(words.Select(word => $"{word}\t3e38\n")));
        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(options, "run", recorder));
        Assert.Contains(
            "With training.recovery=skip 5 steps in a row were skipped before it. What is saved stays. Train anew with a lower schedule.peakRate or "
            + "optimizer.clipNorm, look for damaged text in these chunks, or set training.recovery=back.", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5], recorder.Recoveries.Select(skipped => skipped.Step));
    }

    [Fact]
    public void Weights_that_overflow_in_the_update_are_not_saved()
    {
        var options = _tiny.Options;
        options = options with
        {
            // The first step of Adam is as long as the rate: beyond what float32 holds.
            Schedule = options.Schedule with { PeakRate = 1e39, Warmup = 0 },
            Training = options.Training with { CheckpointSteps = 1 },
        };

        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(options, "run"));

        Assert.StartsWith("Step 1 was not saved: ", error.Message);
        Assert.Contains("holds numbers that are not finite", error.Message);
        Assert.False(Directory.Exists(_tiny.Folder("run/checkpoints/step-1")));
    }

    [Fact]
    public void Every_phase_begins_with_a_rate_above_zero()
    {
        var options = _tiny.Options;
        using var recorder = new Recorder();
        _tiny.Train(options with { Training = options.Training with { Phases = [new PhaseOptions { Name = "first" }, new PhaseOptions()] } }, "run", recorder);

        Assert.Equal(0.0004, recorder.Steps[0].Rate, 12);
        Assert.Equal(0.0004, recorder.Steps[6].Rate, 12);
        Assert.All(recorder.Steps, step => Assert.True(step.Rate > 0));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Exploding(RecoveryMode recovery) => _tiny.Options with
    {
        Budget = new BudgetOptions { Steps = Steps },
        Schedule = _tiny.Options.Schedule with { PeakRate = 3 },
        Training = _tiny.Options.Training with { Recovery = recovery, CheckpointSteps = 1, KeepCheckpoints = 50 },
        Evaluation = _tiny.Options.Evaluation with { EverySteps = 100 },
    };

    /// <summary>One word counts so much that the gradient of a step which is all its own overflows.</summary>
    private RunOptions WithInfiniteWord(RecoveryMode recovery)
    {
        var lines = File.ReadAllText(_tiny.Source).Split("\n\n");
        for (var i = 0; i < lines.Length; i += 3)
            lines[i] = lines[i].Replace(" ", " zebra ", StringComparison.Ordinal);
        File.WriteAllText(_tiny.Source, string.Join("\n\n", lines));
        File.WriteAllText(_tiny.Folder("weights.tsv"), "zebra\t3e38\n");
        return _tiny.Options with
        {
            Budget = new BudgetOptions { Steps = Steps },
            Training = _tiny.Options.Training with
            {
                Recovery = recovery,
                ClassWeights = _tiny.Folder("weights.tsv"),
                LabelSmoothing = 0,
                CheckpointSteps = 7,
                Batch = 1,
                Context = 1,
            },
            Evaluation = _tiny.Options.Evaluation with { EverySteps = 100 },
        };
    }

    private void AssertResumesExactly(RunOptions options, params int[] interruptions)
    {
        using (var first = new Recorder { StopAfter = interruptions[0] })
            _tiny.Train(options, "parts", first, first.Token);
        foreach (var step in interruptions[1..])
        {
            using var next = new Recorder { StopAfter = step };
            using var run = _tiny.Resume("parts", listener: next);
            run.Run(next.Token);
        }
        if (!RunFolder.Open(_tiny.Folder("parts")).IsDone)
        {
            using var rest = _tiny.Resume("parts");
            rest.Run(CancellationToken.None);
        }
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.json" })
            Assert.Equal(HashOf("whole", file), HashOf("parts", file));
    }

    private string HashOf(string run, string file) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-{Steps}/{file}"));
}
