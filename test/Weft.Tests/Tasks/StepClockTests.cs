using System.Diagnostics;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Training;
using Weft.Workers;

namespace Weft.Tests.Tasks;

public sealed class StepClockTests
{
    [Fact]
    public void A_step_tells_the_time_of_every_part_and_no_more_than_it_took()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        using var optimizer = new Optimizer(model.Weights, new OptimizerOptions());
        var tokens = new MemoryTokens(Enumerable.Range(0, 64).Select(i => i % TinyModels.Vocabulary).ToArray());
        var task = TinyTasks.Of(model, new FixedChunks(tokens, 8, 0));
        var step = new GradientStep(task, new SharedUpdate(model.Weights, optimizer, Alone.Instance), new RunOptions());
        using var batches = new StepBatches(2, task.Examples).Read([[0, 1], [2, 3]]);

        var watch = Stopwatch.StartNew();
        step.Make(1, batches, rate: 0.001);
        var whole = watch.Elapsed;

        var parts = Enum.GetValues<StepPart>().Select(part => step.Clock[part]).ToList();
        Assert.All(parts, time => Assert.True(time > TimeSpan.Zero));
        Assert.True(parts.Aggregate(TimeSpan.Zero, (sum, time) => sum + time) <= whole);
    }

    [Fact]
    public void Only_the_time_since_the_start_counts_and_a_reset_forgets_it()
    {
        var clock = new StepClock();
        clock.Lap(StepPart.Head);
        clock.Reset();
        Assert.Equal(TimeSpan.Zero, clock[StepPart.Head]);

        clock.Start();
        clock.Lap(StepPart.Data);
        Assert.Equal(TimeSpan.Zero, clock[StepPart.Head]);
    }
}
