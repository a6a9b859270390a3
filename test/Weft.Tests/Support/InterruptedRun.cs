using Weft.Data;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Tests.Runs.Checkpoints;

namespace Weft.Tests.Support;

/// <summary>What exact resume promises of every task, and settings that all of them are tried with.</summary>
internal static class InterruptedRun
{
    /// <summary>Settings of which each keeps something else in a checkpoint, by their names.</summary>
    public static Dictionary<string, Func<RunOptions, RunOptions>> Settings => new(StringComparer.Ordinal)
    {
        ["plain"] = options => options,
        ["dynamic"] = options => options with { Sampling = options.Sampling with { Sampler = SamplerKind.Dynamic } },
        ["worth"] = options => options with { Sampling = options.Sampling with { Sampler = SamplerKind.Worth } },
        ["words taken out, competence, static"] = options => options with
        {
            Sampling = options.Sampling with { Sampler = SamplerKind.Static, WordDropout = 0.2, Curriculum = options.Sampling.Curriculum with { StartCompetence = 0.4 } },
        },
        ["padded on the left, in bfloat16, smoothed"] = options => options with
        {
            Training = options.Training with { Padding = PaddingSide.Left, LabelSmoothing = 0.1 },
            Runtime = options.Runtime with { Precision = Precision.BFloat16 },
        },
        ["muon in phases, accumulation, averages"] = options => options with
        {
            Training = options.Training with
            {
                Batch = 32,
                Accumulation = 3,
                Phases = [new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings }, new PhaseOptions { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Muon } }],
            },
            Optimizer = options.Optimizer with { AverageDecay = 0.9 },
        },
    };

    /// <summary>Trains once without a break, and once stopped after the third and after the seventh step: both have the same bits.</summary>
    /// <param name="tiny">The folder.</param>
    /// <param name="options">Of more than seven steps.</param>
    public static void AssertSameBits(TinyTraining tiny, RunOptions options)
    {
        tiny.Train(options, "whole");
        using (var first = new Recorder { StopAfter = 3 })
            tiny.Train(options, "cut", first, first.Token);
        using (var second = new Recorder { StopAfter = 7 })
        {
            using var run = tiny.Resume("cut", listener: second);
            Assert.Equal(7, run.Run(second.Token).Steps);
        }
        using (var run = tiny.Resume("cut"))
            Assert.Equal(options.Budget.Steps, run.Run(CancellationToken.None).Steps);

        Assert.Equal(SavingStages.Result(tiny.Folder("whole")), SavingStages.Result(tiny.Folder("cut")));
    }
}
