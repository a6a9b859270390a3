using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_weights_bit_for_bit()
    {
        using var whole = new Recorder();
        _tiny.Train(_tiny.Options, "whole", whole);
        using var cut = new Recorder { StopAfter = 5 };
        var stopped = _tiny.Train(_tiny.Options, "cut", cut, cut.Token);
        using var rest = new Recorder();
        using (var run = _tiny.Resume("cut", listener: rest))
            run.Run(CancellationToken.None);

        Assert.True(stopped.Interrupted);
        Assert.Equal(5, stopped.Steps);
        Assert.Equal(whole.Steps.Skip(5).Select(step => (step.Step, step.Loss, step.Rate)), rest.Steps.Select(step => (step.Step, step.Loss, step.Rate)));
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.safetensors", "sampler.json" })
            Assert.Equal(HashOf("whole", file), HashOf("cut", file));
    }

    [Fact]
    public void A_checkpoint_in_the_middle_keeps_the_place_of_the_steps_made_not_of_those_drawn_ahead()
    {
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 5, KeepCheckpoints = 20 } };
        using var whole = new Recorder();
        _tiny.Train(options, "whole", whole);
        // Where a sampler stands that was asked for five batches and no more.
        using var store = _tiny.Corpora().Prepare(options.Data, CancellationToken.None).Store;
        var chunks = new Weft.Data.Batching.FixedChunks(store[Weft.Text.Split.Train], options.Training.Context, store.Vocabulary.EndOfTextId);
        var sampler = new Weft.Sampling.UniformSampler(chunks.Count, options.Seed);
        for (var step = 0; step < 5; step++)
            sampler.Next(options.Training.Batch, progress: 0);
        var saved = WeftJson.ReadFile<Weft.Sampling.SamplerState>(_tiny.Folder("whole/checkpoints/step-5/sampler.json"), "sampler state");
        // As if the session had been killed after step 5.
        foreach (var later in Directory.GetDirectories(_tiny.Folder("whole/checkpoints")).Where(path => !path.EndsWith("step-5", StringComparison.Ordinal)))
            Directory.Delete(later, recursive: true);
        File.Delete(_tiny.Folder("whole/DONE"));
        using var rest = new Recorder();
        using (var run = _tiny.Resume("whole", listener: rest))
            run.Run(CancellationToken.None);

        Assert.Equal(sampler.State, saved);
        Assert.Equal(whole.Steps.Skip(5).Select(step => (step.Step, step.Loss)), rest.Steps.Select(step => (step.Step, step.Loss)));
    }

    [Fact]
    public void The_metrics_of_a_resumed_run_have_every_step_once()
    {
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(_tiny.Options, "run", cut, cut.Token);
        // A session that was killed has logged steps that its checkpoint does not hold.
        File.AppendAllText(_tiny.Folder("run/metrics.jsonl"), """{"kind":"step","step":6,"phase":"full"}""" + "\n" + """{"kind":"st""");
        using (var run = _tiny.Resume("run"))
            run.Run(CancellationToken.None);

        var lines = File.ReadAllLines(_tiny.Folder("run/metrics.jsonl"));

        Assert.Equal(Enumerable.Range(1, 12), lines.Where(line => line.Contains("\"kind\":\"step\"")).Select(StepOf));
        Assert.All(lines, line => Assert.Contains("\"phase\":\"full\"", line));
    }

    [Fact]
    public void A_finished_run_goes_on_only_with_a_larger_budget()
    {
        _tiny.Train(_tiny.Options, "run");

        var error = Assert.Throws<ConfigurationException>(() => _tiny.Resume("run"));
        using var run = _tiny.Resume("run", new BudgetOptions { Steps = 15 });
        var summary = run.Run(CancellationToken.None);

        Assert.Contains("--max-steps", error.Message);
        Assert.Equal(15, summary.Steps);
    }

    [Fact]
    public void A_new_budget_is_kept_when_its_session_is_stopped_too()
    {
        _tiny.Train(_tiny.Options, "run");
        using var cut = new Recorder { StopAfter = 15 };
        using (var run = _tiny.Resume("run", new BudgetOptions { Steps = 20 }, cut))
            run.Run(cut.Token);
        using var rest = new Recorder();
        using (var run = _tiny.Resume("run", listener: rest))
            run.Run(CancellationToken.None);

        Assert.Equal(Enumerable.Range(16, 5).Select(step => (long)step), rest.Steps.Select(step => step.Step));
    }

    [Fact]
    public void A_budget_that_is_used_up_already_is_refused_and_changes_nothing()
    {
        _tiny.Train(_tiny.Options, "run");

        var error = Assert.Throws<ConfigurationException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 12 }));

        Assert.StartsWith("The run is at step 12, and the new budget is used up there.", error.Message);
        Assert.True(File.Exists(_tiny.Folder("run/DONE")));
    }

    [Fact]
    public void A_run_that_lost_its_patience_trains_on_with_a_new_budget()
    {
        var options = _tiny.Options;
        options = options with
        {
            Schedule = options.Schedule with { PeakRate = 1e-30 },
            Evaluation = options.Evaluation with { EverySteps = 1, Patience = 2 },
        };
        _tiny.Train(options, "run");
        using var rest = new Recorder();
        using (var run = _tiny.Resume("run", new BudgetOptions { Steps = 20 }, rest))
            run.Run(CancellationToken.None);

        Assert.Equal([4, 5], rest.Steps.Select(step => step.Step));
    }

    [Fact]
    public void What_the_last_evaluation_found_is_in_the_last_checkpoint()
    {
        var options = _tiny.Options;
        using var recorder = new Recorder();
        var summary = _tiny.Train(
            options with
            {
                Evaluation = options.Evaluation with { EverySteps = 5 },
                Training = options.Training with { CheckpointSteps = 4 },
            },
            "run", recorder);

        var state = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_tiny.Folder("run/checkpoints/step-12/state.json")))!;
        Assert.Equal(12, recorder.Evaluations[^1].Step);
        Assert.Equal(summary.BestStep, (long)state["bestStep"]!);
        Assert.Equal(summary.Tokens, (long)state["tokensAtEvaluation"]!);
    }

    [Fact]
    public void An_evaluation_that_was_cut_off_is_made_first_when_the_run_goes_on()
    {
        var options = _tiny.Options with { Evaluation = _tiny.Options.Evaluation with { EverySteps = 5 } };
        // The stop comes with step 5, so the evaluation after it is cut off.
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(options, "run", cut, cut.Token);
        using var rest = new Recorder();
        using (var run = _tiny.Resume("run", listener: rest))
            run.Run(CancellationToken.None);

        Assert.Empty(cut.Evaluations);
        Assert.Equal([5, 10, 12], rest.Evaluations.Select(evaluation => evaluation.Step));
    }

    public void Dispose() => _tiny.Dispose();

    private string HashOf(string run, string file) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-12/{file}"));

    private static int StepOf(string line) => (int)System.Text.Json.Nodes.JsonNode.Parse(line)!["step"]!;
}
