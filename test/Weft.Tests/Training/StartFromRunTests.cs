using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Training;

/// <summary>Trainings that start from a run: interrupted, killed, without the run that they started from, and from programs.</summary>
public sealed class StartFromRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_run_that_is_interrupted_ends_with_the_same_bits_though_its_source_is_gone()
    {
        _tiny.Train(_tiny.Options, "lm");
        var whole = _tiny.Train(Classifier(), "whole");
        using (var first = new Recorder { StopAfter = 3 })
            _tiny.Train(Classifier(), "cut", first, first.Token);
        Directory.Delete(_tiny.Folder("lm"), recursive: true);
        using (var run = _tiny.Resume("cut"))
            Assert.Equal(whole.From, run.Run(CancellationToken.None).From);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("cut")));
        Assert.Equal(_tiny.Folder("lm"), whole.From!.Run);
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_again_from_the_same_weights_or_not_at_all()
    {
        _tiny.Train(_tiny.Options, "lm");
        _tiny.Train(Classifier(), "whole");
        foreach (var name in new[] { "killed", "late", "lost" })
            _tiny.Create(Classifier(), name).Dispose();
        using (var run = _tiny.Resume("killed"))
            run.Run(CancellationToken.None);
        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("killed")));

        using (var run = _tiny.Resume("lm", new BudgetOptions { Steps = 40 }))
            run.Run(CancellationToken.None);
        var error = Assert.Throws<InvalidDataException>(() => _tiny.Resume("late"));
        Assert.StartsWith(
            $"{_tiny.Folder("late")} has no checkpoint yet and would begin again from {_tiny.Folder("lm")}, which cannot be used: its best weights are those of step 40 now, and others than those of step 12 that it began with.",
            error.Message, StringComparison.Ordinal);
        Directory.Delete(_tiny.Folder("lm"), recursive: true);
        Assert.Contains("which cannot be used: " + _tiny.Folder("lm") + " is not a run folder", Assert.Throws<InvalidDataException>(() => _tiny.Resume("lost")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_is_a_start_as_well()
    {
        using var stopping = new Recorder { StopAfter = 5 };
        var stopped = _tiny.Train(_tiny.Options, "lm", stopping, stopping.Token);

        Assert.True(stopped.Interrupted);
        Assert.Equal(stopped.BestStep, _tiny.Train(Classifier(), "classifier").From!.Step);
    }

    [Theory]
    [InlineData(AttentionChoice.Causal, PoolingKind.Last)]
    [InlineData(AttentionChoice.Full, PoolingKind.Mean)]
    public void Twenty_texts_with_labels_by_chance_are_learnt_by_heart_from_a_language_model_of_them(AttentionChoice attention, PoolingKind pooling)
    {
        var texts = Enumerable.Range(0, 20).Select(i => new TextRecord($"{TinyTraining.Words[i % 7]} {TinyTraining.Words[7 + i / 7]}", i < 18 ? Split.Train : i < 19 ? Split.Validation : Split.Test)
        {
            Label = i * 7 % 10 < 5 ? "one" : "two",
        }).ToList();
        using var cache = new TemporaryCache();
        var source = _tiny.Options with { Training = _tiny.Options.Training with { Batch = 4, Context = 4 } };
        new TrainingBuilder(source).UseTexts(texts.Select(text => text with { Label = null })).Train(_tiny.Folder("lm")).Dispose();
        var options = _tiny.Options with
        {
            Task = Weft.Tasks.TaskKind.Classification,
            Budget = new BudgetOptions { Steps = 150 },
            Data = _tiny.Options.Data with { Label = "label" },
            Model = _tiny.Options.Model with { Attention = attention, Pooling = pooling },
            Training = _tiny.Options.Training with { Batch = 9, LabelSmoothing = 0 },
        };
        using var model = new TrainingBuilder(options) { From = _tiny.Folder("lm") }.UseTexts(texts).Train(_tiny.Folder("heart"));

        Assert.Equal(attention, model.Options.Model.Attention);
        Assert.Equal(texts[..18].Select(text => text.Label), model.PredictAll(texts[..18].Select(text => text.Text)).Select(prediction => prediction!.Label));
    }

    [Fact]
    public void A_program_has_the_runs_shape_where_it_leaves_that_to_a_preset()
    {
        _tiny.Train(_tiny.Options, "lm");
        var preset = Presets.Classify with { Data = Classifier().Data };
        var builder = new TrainingBuilder(preset) { From = _tiny.Folder("lm") };

        var built = builder.Build();

        Assert.Equal((16, 2, 24, Activation.Relu, AttentionChoice.Causal), (built.Model.Dimension, built.Model.Layers, built.Model.FeedForward, built.Model.Activation, built.Model.Attention));
        Assert.Equal((0.5, 262144), (built.Model.Dropout, built.Model.Ngrams.Buckets));
        Assert.Equal(_tiny.Folder("lm"), built.Training.From);
        var wrong = new TrainingBuilder(preset with { Model = preset.Model with { Layers = 3 } }) { From = _tiny.Folder("lm") };
        Assert.Equal(
            $"model.layers is 3, and the model of {_tiny.Folder("lm")} has 2: what starts from a run has its shape. Leave model.layers out.",
            Assert.Throws<ConfigurationException>(wrong.Build).Message);
        Assert.StartsWith("training.from: ", Assert.Throws<ConfigurationException>(new TrainingBuilder(preset) { From = _tiny.Folder("none") }.Build).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Classifier()
    {
        var reviews = TinyReviews.Options(_tiny, File.Exists(_tiny.Folder("reviews.csv")) ? _tiny.Folder("reviews.csv") : TinyReviews.Write(_tiny));
        return reviews with
        {
            Model = reviews.Model with { Attention = AttentionChoice.Causal, Pooling = PoolingKind.Last },
            Training = reviews.Training with { From = _tiny.Folder("lm") },
        };
    }
}
