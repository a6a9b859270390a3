using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Tests.Support;
using Weft.Training.Steps;
using Weft.Workers;

namespace Weft.Tests.Training;

/// <summary>What a step takes from the managed heap beside its tensors: garbage collections would stop the kernels.</summary>
[Collection(AloneInTheProcess.Tests)]
public class AllocationTests
{
    private static readonly TrainingOptions Options = new() { Batch = 64, Context = 32 };

    [Fact]
    public void Batches_are_made_in_memory_that_is_used_again()
    {
        var chunks = new FixedChunks(new MemoryTokens(new int[200_000]), Options.Context, startId: 0);
        using var queue = new BatchQueue(new UniformSampler(chunks.Count, 1), TinyTasks.Examples(chunks), Options);

        // The ids and targets of a batch alone are 32 kB.
        Assert.InRange(BytesOf(() =>
        {
            using var scope = torch.NewDisposeScope();
            queue.Next(progress: 0).Micro[0].Shards[0].Buffer.ToBatch(torch.CPU);
        }), 0, 4_000);
    }

    [Fact]
    public void A_step_is_logged_in_little_memory()
    {
        using var folder = new TemporaryFolder();
        using var metrics = new RunLog(folder.Path, new TrainingState());
        using var board = new TensorBoardLog(folder.File("tensorboard"), TimeProvider.System);
        var log = new Listeners(metrics, board);
        var report = new StepEvent(7, "full", 5.5, 5.25, 80, 0.5, 1.25, 0.1, 3, 4096);

        Assert.InRange(BytesOf(() => log.On(report)), 0, 5_000);
    }

    /// <summary>The published model's structure: layers with dropout, a decoder whose small gradients are estimated, several tiles of rows and
    /// several parts of classes. TorchSharp's own objects are most of what is left: a tensor is one, and so is each node of the graph.</summary>
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_step_of_the_published_structure_takes_little_memory(Precision precision)
    {
        const int Vocabulary = 7_000;
        var options = new RunOptions { Model = new ModelOptions { Dimension = 16, FeedForward = 16, MaximumPositions = 64 }, Training = Options };
        using var model = new TransformerLanguageModel(options.Model, Vocabulary, precision, torch.CPU);
        using var optimizer = new Optimizer(model.Weights, options.Optimizer);
        var chunks = new FixedChunks(new MemoryTokens(Enumerable.Range(0, 20_000).Select(i => i * i % Vocabulary).ToArray()), Options.Context, startId: 0);
        var task = TinyTasks.Of(model, chunks, options);
        using var queue = new BatchQueue(new UniformSampler(chunks.Count, 1), task.Examples, Options);
        var step = new GradientStep(task, new SharedUpdate(model.Weights, optimizer, Alone.Instance), options);
        var made = 0L;

        Assert.InRange(BytesOf(() => step.Make(++made, queue.Next(progress: 0), 0.001), calls: 8), 0, 125_000);
    }

    /// <summary>Of one call, by all threads, once everything has its lasting size: the least of three measurements, since what the process does besides only adds to one.</summary>
    private static long BytesOf(Action call, int calls = 50)
    {
        for (var i = 0; i < calls; i++)
            call();
        return Enumerable.Range(0, 3).Min(_ => Measure());

        long Measure()
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < calls; i++)
                call();
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / calls;
        }
    }
}
