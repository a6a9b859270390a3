using Weft.Data;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Outputs;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Text.Vectors;

namespace Weft.Tests.Training;

/// <summary>Whatever is set, a training that is interrupted three times at random steps ends with the same bits as one that is not.</summary>
public sealed class ExactResumeTests : IDisposable
{
    private const int Steps = 12;
    private const int Border = 8;

    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(StringComparer.Ordinal)
    {
        ["adam"] = options => With(options, optimizer => optimizer with { Kind = OptimizerKind.Adam, WeightDecay = 0.1 }),
        ["adamw"] = options => With(options, optimizer => optimizer with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1 }),
        ["sgd"] = options => With(options, optimizer => optimizer with { Kind = OptimizerKind.Sgd }),
        ["muon"] = options => With(options, optimizer => optimizer with { Kind = OptimizerKind.Muon }),
        ["averaged weights"] = options => With(options, optimizer => optimizer with { AverageDecay = 0.9 }),
        ["phases"] = options => Phases(options, new PhaseOptions()),
        ["phases that keep the optimizer's state"] = options => Phases(options, new PhaseOptions { OptimizerState = StateAtBorder.Keep }),
        ["phases with optimizers of their own"] = options => Phases(options, new PhaseOptions { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Muon } }),
        ["stream"] = options => With(options, training => training with { Batching = BatchingMode.Stream }),
        ["padded on the left"] = options => With(options, training => training with { Batching = BatchingMode.Padded, Padding = PaddingSide.Left }),
        ["padded on the right"] = options => With(options, training => training with { Batching = BatchingMode.Padded, Padding = PaddingSide.Right }),
        ["accumulation"] = options => With(options, training => training with { Accumulation = 3 }),
        ["class weights"] = options => With(options, training => training with { ClassWeights = "inverse-frequency" }),
        ["several epochs"] = options => With(options, training => training with { Batch = 128, Accumulation = 2 }),
        ["several epochs at equal distances"] = options => Spaced(With(options, training => training with { Batch = 128, Accumulation = 2 }), 0.05),
        ["padded at equal distances"] = options => Spaced(With(options, training => training with { Batch = 16, Accumulation = 8, Batching = BatchingMode.Padded }), 1),
        ["bfloat16"] = options => options with { Runtime = options.Runtime with { Precision = Precision.BFloat16 } },
        ["adaptive softmax"] = options => options with { Model = Adaptive(options.Model) },
        ["adaptive softmax, tied, in bfloat16"] = options => options with
        {
            Model = Adaptive(options.Model) with { TieEmbeddings = true },
            Runtime = options.Runtime with { Precision = Precision.BFloat16 },
        },
        ["tied embeddings"] = options => options with { Model = options.Model with { TieEmbeddings = true } },
        ["learned positions"] = options => options with { Model = options.Model with { Positions = PositionEncoding.Learned } },
        ["word vectors"] = WithVectors,
        ["no biases, dropout by place"] = options => options with
        {
            Model = options.Model with { Biases = false, Activation = Activation.GeluTanh, InitialDeviation = 0.1, Dropouts = new() { Attention = 0, Inner = 0.3 } },
        },
        ["one-cycle"] = options => options with { Schedule = options.Schedule with { Shape = ScheduleShape.OneCycle } },
    };

    private readonly TinyTraining _tiny = new();

    public ExactResumeTests() => File.WriteAllText(_tiny.Folder("vectors.txt"), "cat 0.25 -0.5 1\ndog 0.5 0.75 -1\nhouse -0.125 1 0.5\n");

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_end_is_the_same_bit_for_bit(string name)
    {
        var options = Settings[name](_tiny.Options);
        _tiny.Train(options, "whole");
        var random = RandomStream.For(17, "interruptions", name.Length, name[0]);
        var steps = Enumerable.Range(1, Steps - 1).ToArray();
        random.Shuffle<int>(steps);

        AssertSame(options, "interrupted", [.. steps[..3].Order()]);
        if (name.StartsWith("phases", StringComparison.Ordinal))
            AssertSame(options, "at the border", [Border - 1, Border, Border + 1]);
    }

    [Theory]
    [InlineData("frequency bias")]
    [InlineData("vectors")]
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_as_a_new_one_does(string start)
    {
        var options = start == "vectors" ? WithVectors(_tiny.Options) : _tiny.Options with { Model = _tiny.Options.Model with { FrequencyBias = true } };
        _tiny.Train(options, "whole");
        // As a process leaves it that is killed at once.
        _tiny.Create(options, "killed").Dispose();
        using (var run = _tiny.Resume("killed"))
            run.Run(CancellationToken.None);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("killed")));
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>The vectors lie beside the text.</summary>
    private static RunOptions WithVectors(RunOptions options) =>
        options with { Vectors = new VectorsOptions { File = Path.Combine(Path.GetDirectoryName(options.Data.Source)!, "vectors.txt") } };

    /// <summary>Each part is trained by new objects, which know nothing but the folder.</summary>
    private void AssertSame(RunOptions options, string name, int[] interruptions)
    {
        using (var first = new Recorder { StopAfter = interruptions[0] })
            _tiny.Train(options, name, first, first.Token);
        foreach (var step in interruptions[1..])
        {
            using var next = new Recorder { StopAfter = step };
            using var run = _tiny.Resume(name, listener: next);
            Assert.Equal(step, run.Run(next.Token).Steps);
        }
        using (var run = _tiny.Resume(name))
            Assert.Equal(Steps, run.Run(CancellationToken.None).Steps);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder(name)));
    }

    private static RunOptions Spaced(RunOptions options, double jitter) =>
        options with { Sampling = new SamplingOptions { Order = EpochOrder.Spaced, OrderJitter = jitter } };

    private static RunOptions With(RunOptions options, Func<OptimizerOptions, OptimizerOptions> change) =>
        options with { Optimizer = change(options.Optimizer) };

    private static RunOptions With(RunOptions options, Func<TrainingOptions, TrainingOptions> change) =>
        options with { Training = change(options.Training) };

    private static RunOptions Phases(RunOptions options, PhaseOptions second) => With(options, training => training with
    {
        Phases = [new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings, Share = 2 }, second],
    });

    private static ModelOptions Adaptive(ModelOptions model) => model with
    {
        Softmax = SoftmaxKind.Adaptive,
        Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = [4, 8], Divisor = 2 },
    };
}
