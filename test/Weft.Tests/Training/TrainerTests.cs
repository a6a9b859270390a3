using TorchSharp;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Training_lowers_the_loss_and_measures_both_splits_whole()
    {
        using var recorder = new Recorder();
        var summary = _tiny.Train(_tiny.Options with { Budget = new BudgetOptions { Steps = 60 } }, "run", recorder);

        Assert.True(recorder.Steps[^1].NegativeLogLikelihood < recorder.Steps[0].NegativeLogLikelihood - 0.1);
        Assert.Equal(summary.Corpus.Validation, summary.Validation!.Targets);
        Assert.Equal(summary.Corpus.Test, summary.Test!.Targets);
        Assert.Equal(Math.Exp(summary.Test.Loss), summary.Test.Perplexity, 9);
        Assert.Equal(recorder.Steps.Sum(step => step.Tokens), summary.Tokens);
        Assert.True(File.Exists(_tiny.Folder("run/DONE")));
    }

    [Fact]
    public void No_tensor_is_left_behind_by_a_step()
    {
        var live = new Dictionary<long, long>();
        using var recorder = new Recorder { EachStep = report => live[report.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount };
        var options = _tiny.Options;
        _tiny.Train(options with { Evaluation = options.Evaluation with { EverySteps = 5 } }, "run", recorder);

        Assert.Equal(live[2], live[12]);
    }

    [Fact]
    public void Micro_batches_make_the_same_update_as_one_batch()
    {
        var options = _tiny.Options with { Model = _tiny.Options.Model with { Dropout = 0 } };
        using var whole = new Recorder();
        using var parts = new Recorder();
        _tiny.Train(options, "whole", whole);
        _tiny.Train(options with { Training = options.Training with { Batch = 4, Accumulation = 2 } }, "parts", parts);

        Assert.All(whole.Steps.Zip(parts.Steps), pair =>
        {
            Assert.Equal(pair.First.Tokens, pair.Second.Tokens);
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 4);
            Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, 3);
        });
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_before_the_update_and_names_step_and_chunks()
    {
        var options = _tiny.Options;
        options = options with
        {
            Schedule = options.Schedule with { PeakRate = 1e30, Warmup = 0 },
            Training = options.Training with { CheckpointSteps = 1 },
        };
        using var recorder = new Recorder();

        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(options, "run", recorder));

        var last = recorder.Steps[^1].Step;
        Assert.StartsWith($"Step {last + 1} was not made: its ", error.Message);
        Assert.Contains("chunks", error.Message);
        Assert.Contains("schedule.peakRate", error.Message);
        Assert.Equal(last, recorder.Checkpoints[^1]);
    }

    [Fact]
    public void An_embeddings_phase_leaves_the_layers_as_they_were()
    {
        var options = _tiny.Options;
        var phases = new[] { new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings }, new PhaseOptions() };
        options = options with { Training = options.Training with { Phases = phases, CheckpointSteps = 1, KeepCheckpoints = 20 } };
        using var recorder = new Recorder();
        _tiny.Train(options, "run", recorder);

        Assert.Equal(Enumerable.Repeat("embeddings", 6).Concat(Enumerable.Repeat("full", 6)), recorder.Steps.Select(step => step.Phase));
        Assert.Equal(Weights(1, "layers.0.up.weight"), Weights(6, "layers.0.up.weight"));
        Assert.NotEqual(Weights(1, "embedding.weight"), Weights(6, "embedding.weight"));
        Assert.NotEqual(Weights(6, "layers.0.up.weight"), Weights(8, "layers.0.up.weight"));
    }

    [Fact]
    public void Patience_ends_training_when_the_loss_no_longer_falls()
    {
        var options = _tiny.Options;
        // With a rate of almost nothing no evaluation differs from the one before by more than rounding.
        options = options with
        {
            Schedule = options.Schedule with { PeakRate = 1e-30 },
            Evaluation = options.Evaluation with { EverySteps = 1, Patience = 3 },
        };

        var summary = _tiny.Train(options, "run");

        Assert.Equal(4, summary.Steps);
        Assert.Equal(1, summary.BestStep);
    }

    [Fact]
    public void What_is_trained_at_the_end_is_measured_and_evaluations_on_the_way_never_outlast_the_training()
    {
        using var recorder = new Recorder();
        var summary = _tiny.Train(_tiny.Options with { Budget = new BudgetOptions { Steps = 8 } }, "run", recorder);

        // A quarter is 2 steps of 80 targets, fewer than the validation split has: every second quarter is measured.
        Assert.InRange(summary.Corpus.Validation, 161, 320);
        Assert.Equal([4, 8], recorder.Evaluations.Select(evaluation => evaluation.Step));
    }

    [Fact]
    public void The_bias_can_start_at_the_words_frequencies()
    {
        var options = _tiny.Options;
        using var plain = new Recorder();
        using var informed = new Recorder();
        _tiny.Train(options, "plain", plain);
        _tiny.Train(options with { Model = options.Model with { FrequencyBias = true } }, "informed", informed);

        Assert.True(informed.Steps[0].NegativeLogLikelihood < plain.Steps[0].NegativeLogLikelihood - 0.03);
    }

    [Fact]
    public void The_best_and_the_newest_checkpoints_are_kept()
    {
        using var recorder = new Recorder();
        var options = _tiny.Options;
        _tiny.Train(options with { Evaluation = options.Evaluation with { EverySteps = 2 } }, "run", recorder);

        var best = recorder.Evaluations.Last(evaluation => evaluation.Best).Step;
        var kept = Directory.GetDirectories(_tiny.Folder("run/checkpoints")).Select(path => Path.GetFileName(path)).Order();

        Assert.Equal(new[] { best, 10, 12 }.Distinct().Select(step => $"step-{step}").Order(), kept);
    }

    public void Dispose() => _tiny.Dispose();

    private float[] Weights(int step, string name)
    {
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Read(_tiny.Folder($"run/checkpoints/step-{step}/model.safetensors"));
        return file.Load(name).data<float>().ToArray();
    }
}
