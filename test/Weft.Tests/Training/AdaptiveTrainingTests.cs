using TorchSharp;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Outputs;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Tests.Training;

/// <summary>Runs with <c>model.softmax=adaptive</c>, from text to measurement.</summary>
public sealed class AdaptiveTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    private RunOptions Options => _tiny.Options with
    {
        Model = _tiny.Options.Model with { Softmax = SoftmaxKind.Adaptive, TieEmbeddings = true, FrequencyBias = true },
    };

    [Fact]
    public void Training_lowers_the_loss_and_leaves_no_tensor_behind()
    {
        var live = new Dictionary<long, long>();
        using var recorder = new Recorder { EachStep = report => live[report.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount };
        // Without the start at the words' shares there is much to learn in a few steps.
        var options = Options with { Model = Options.Model with { FrequencyBias = false }, Budget = new BudgetOptions { Steps = 60 } };
        var summary = _tiny.Train(options with { Evaluation = options.Evaluation with { EverySteps = 5 } }, "run", recorder);

        Assert.True(recorder.Steps[^1].NegativeLogLikelihood < recorder.Steps[0].NegativeLogLikelihood - 0.1);
        Assert.Equal(Math.Exp(summary.Test!.Loss), summary.Test.Perplexity, 9);
        Assert.Equal(live[2], live[12]);
    }

    [Fact]
    public void A_resumed_run_ends_with_the_same_weights_and_they_measure_the_same()
    {
        var whole = _tiny.Train(Options, "whole");
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(Options, "cut", cut, cut.Token);
        using (var run = _tiny.Resume("cut"))
            run.Run(CancellationToken.None);
        using var trained = LoadedModel.Open(_tiny.Folder("cut"), "best");
        using var store = _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None);

        Assert.Equal(HashOf("whole"), HashOf("cut"));
        Assert.Equal(whole.Test, new SplitMeter(trained.Model, store, TaskSetups.SetupOf(trained.Options)).Measure(Split.Test));
    }

    [Fact]
    public void The_cutoffs_of_the_vocabulary_are_kept_with_the_run()
    {
        var summary = _tiny.Train(Options with { Budget = new BudgetOptions { Steps = 1 } }, "run");

        var cutoffs = RunFolder.Open(_tiny.Folder("run")).ReadOptions().Model.Adaptive.Cutoffs;
        Assert.Equal([1, (summary.Corpus.Vocabulary + 3) / 4], cutoffs);
    }

    [Fact]
    public void Weights_of_other_cutoffs_are_refused()
    {
        _tiny.Train(Options, "run");
        _tiny.Train(Options with { Model = Options.Model with { Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = [2, 4] } } }, "other");
        Directory.Delete(_tiny.Folder("run/checkpoints"), recursive: true);
        Directory.Move(_tiny.Folder("other/checkpoints"), _tiny.Folder("run/checkpoints"));

        var error = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best"));

        Assert.Contains("belongs to another model", error.Message);
    }

    [Fact]
    public void Cutoffs_beyond_the_vocabulary_are_refused_before_a_folder_is_made()
    {
        var options = Options with { Model = Options.Model with { Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = [2, 5000] } } };

        var error = Assert.Throws<ConfigurationException>(() => _tiny.Create(options, "run"));

        Assert.StartsWith("model.adaptive.cutoffs is [2, 5000]; it must stay below the size of the vocabulary (", error.Message);
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    public void Dispose() => _tiny.Dispose();

    private string HashOf(string run) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-12/model.safetensors"));
}
