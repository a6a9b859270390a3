using System.Security.Cryptography;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Training.Steps;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Workers;

/// <summary>A step of three workers, each with a model of its own.</summary>
public class SharedStepTests
{
    private static readonly RunOptions Options = new() { Model = TinyModels.PostNorm with { Dropout = 0 } };
    private static readonly FixedChunks Chunks = new(new MemoryTokens(Enumerable.Range(0, 60).Select(i => i * i % (TinyModels.Vocabulary - 2)).ToArray()), 6, startId: 0);

    [Fact]
    public void A_loss_that_is_not_finite_for_one_is_thrown_by_all_and_none_updates()
    {
        var outcomes = WorkersInTurn.Run(workers => Fail(workers, model =>
        {
            if (workers.Rank == 1)
                model.Decoder("bias")[3] = float.NaN;
        }));

        Assert.All(outcomes, outcome =>
        {
            Assert.StartsWith("Step 1 was not made: its loss is NaN. It is so on the workers with the chunks 3, 5.", outcome.Message);
            Assert.True(outcome.IsUntouched);
        });
    }

    [Fact]
    public void A_gradient_that_is_not_finite_for_one_is_thrown_by_all_and_none_updates()
    {
        var outcomes = WorkersInTurn.Run(workers => Fail(workers, model =>
        {
            if (workers.Rank == 2)
                model.Weights.Gradients![5] = float.PositiveInfinity;
        }));

        Assert.All(outcomes, outcome =>
        {
            Assert.StartsWith("Step 1 was not made: its gradient norm is ", outcome.Message);
            Assert.Contains("Its batch holds the chunks 0, 2, 3, 5, 7, 8.", outcome.Message);
            Assert.True(outcome.IsUntouched);
        });
    }

    [Fact]
    public void Sums_that_begin_in_the_backward_pass_change_no_bit_also_where_one_has_no_row()
    {
        // Each layer fills a bucket.
        var model = Options.Model with { Dimension = 160, FeedForward = 640, Layers = 3, Heads = 4 };
        (int Sums, string Weights)[] Run(bool overlap) => WorkersInTurn.Run(workers =>
        {
            var recording = new RecordingWorkers(workers);
            var weights = Step(Options with { Model = model, Workers = new WorkersOptions { Overlap = overlap } }, recording, [3, 4]).Weights;
            return (recording.Begun.Count(length => length > 200_000), weights);
        });

        var (early, late) = (Run(true), Run(false));

        Assert.All(early, result => Assert.Equal((3, late[0].Weights), result));
        Assert.All(late, result => Assert.Equal((1, late[0].Weights), result));
    }

    [Fact]
    public void Each_knows_the_targets_of_all_before_it_computes()
    {
        var source = new DocumentChunks(new NumberedDocuments(3, 1, 6, 2), 6, 0, PaddingSide.Right);
        var read = WorkersInTurn.Run(workers =>
        {
            using var batches = new StepBatches(1, TinyTasks.Examples(source), Sharding.Of(workers)).Read([[0, 1, 2, 3]]);
            var micro = batches.Micro[0];
            return (batches.NominalTargets, micro.Shards[0].Buffer.Time, Rows: string.Join(' ', micro.Shards[0].Samples.Examples));
        });

        Assert.Equal([(12.0, 6, "0"), (12, 6, "1"), (12, 6, "2 3")], read);
    }

    [Fact]
    public void Dropout_is_another_for_each_row_and_the_same_whoever_has_it()
    {
        var options = Options with { Model = Options.Model with { Dropout = 0.5 } };
        // All rows are the same: only their masks differ.
        long[] rows = [4, 4, 4, 4, 4];
        var expected = LossesOf(options, Alone.Instance, rows);
        Assert.Equal(5, expected.Distinct().Count());

        foreach (var count in (int[])[2, 3, 4])
            Assert.All(WorkersInTurn.Run(workers => LossesOf(options, workers, rows), count), losses => Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-6)));
    }

    private static float[] LossesOf(RunOptions options, IWorkers workers, long[] chosen) => Step(options, workers, chosen).Losses;

    private static (float[] Losses, string Weights) Step(RunOptions options, IWorkers workers, long[] chosen)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(options.Model);
        using var adam = new Optimizer(model.Weights, options.Optimizer);
        var task = TinyTasks.Of(model, Chunks, options);
        using var batches = new StepBatches(1, task.Examples, Sharding.Of(workers)).Read([chosen]);
        new GradientStep(task, new SharedUpdate(model.Weights, adam, workers), options) { Sharding = Sharding.Of(workers), MeasuresExamples = true }.Make(1, batches, 0.01);
        return (batches.Micro[0].Losses, Convert.ToHexString(SHA256.HashData(model.Weights.Values.bytes)));
    }

    private static (string Message, bool IsUntouched) Fail(IWorkers workers, Action<Weft.Modeling.TransformerLanguageModel> damage)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(Options.Model);
        using var adam = new Optimizer(model.Weights, Options.Optimizer);
        using (no_grad())
            damage(model);
        var before = model.Weights.Values.nan_to_num().clone();
        var task = TinyTasks.Of(model, Chunks, Options);
        using var batches = new StepBatches(1, task.Examples, Sharding.Of(workers)).Read([[0, 2, 3, 5, 7, 8]]);
        var error = Assert.Throws<DivergenceException>(() => new GradientStep(task, new SharedUpdate(model.Weights, adam, workers), Options) { Sharding = Sharding.Of(workers) }.Make(1, batches, 0.01));
        var isUntouched = before.Equals(model.Weights.Values.nan_to_num()) && model.Weights.Gradients!.Equals(zeros_like(before));
        return (error.Message, isUntouched);
    }
}
