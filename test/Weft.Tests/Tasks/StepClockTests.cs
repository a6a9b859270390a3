using System.Diagnostics;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Training;
using Weft.Training.Steps;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks;

public sealed class StepClockTests
{
    [Fact]
    public void A_step_of_one_worker_tells_the_time_of_every_part_but_communication_and_no_more_than_it_took()
    {
        var (clock, whole) = Step(Alone.Instance);

        Assert.All(StepParts.Computation, part => Assert.True(clock[part] > TimeSpan.Zero));
        Assert.All(StepParts.Communication, part => Assert.Equal(TimeSpan.Zero, clock[part]));
        Assert.True(Sum(clock) <= whole);
    }

    [Fact]
    public void A_step_of_several_workers_tells_communication_too() => Assert.All(
        WorkersInTurn.Run(workers => Step(workers)),
        step =>
        {
            Assert.All(StepParts.Computation, part => Assert.True(step.Clock[part] > TimeSpan.Zero));
            Assert.True(step.Clock[StepPart.GradientSum] > TimeSpan.Zero);
            Assert.True(step.Clock[StepPart.Agreement] > TimeSpan.Zero);
            Assert.True(Sum(step.Clock) <= step.Whole);
        });

    [Fact]
    public void Each_call_counts_as_the_part_that_it_is() => Assert.All(
        WorkersInTurn.Run(workers =>
        {
            var calls = new List<StepPart>();
            foreach (var call in (Action<IWorkers>[])
                [
                    clocked => clocked.SumTensor(ones(6)), clocked => clocked.BeginSum(ones(6)).Wait(), clocked => clocked.ReduceScatter(ones(6), Parts.Equal(6, 3)),
                    clocked => clocked.AllGather(ones(6), Parts.Equal(6, 3)), clocked => clocked.Sum(new double[2]), clocked => clocked.Gather([1]), clocked => clocked.FromFirst(1),
                ])
            {
                var clock = new StepClock();
                call(ClockedWorkers.Of(workers, clock));
                calls.Add(Assert.Single(Enum.GetValues<StepPart>(), part => clock[part] > TimeSpan.Zero));
            }
            return string.Join(' ', calls);
        }),
        calls => Assert.Equal("GradientSum GradientSum GradientSum WeightGather Agreement Agreement Agreement", calls));

    [Fact]
    public void Calls_through_the_clock_have_the_results_of_the_workers()
    {
        var results = WorkersInTurn.Run(workers =>
        {
            var clocked = ClockedWorkers.Of(workers, new StepClock());
            Span<double> sums = [clocked.Rank];
            clocked.Sum(sums);
            var numbers = full(3, clocked.Rank + 1, ScalarType.Float32);
            clocked.BeginSum(numbers).Wait();
            var scattered = ones(3);
            clocked.ReduceScatter(scattered, Parts.Equal(3, 3));
            var gathered = full(3, clocked.Rank, ScalarType.Float32);
            clocked.AllGather(gathered, Parts.Equal(3, 3));
            return $"{clocked.Count} {sums[0]} {numbers[0].item<float>()} {scattered[clocked.Rank].item<float>()} {gathered[0].item<float>()}{gathered[1].item<float>()}{gathered[2].item<float>()} "
                + $"{string.Join("", clocked.Gather([clocked.Rank]))} {clocked.FromFirst(clocked.Rank + 7)}";
        });

        Assert.All(results, result => Assert.Equal("3 3 6 3 012 012 7", result));
    }

    [Fact]
    public void One_worker_has_no_clock_in_between() => Assert.Same(Alone.Instance, ClockedWorkers.Of(Alone.Instance, new StepClock()));

    [Fact]
    public void What_is_within_a_part_does_not_count_to_it()
    {
        var clock = new StepClock();
        var watch = Stopwatch.StartNew();
        clock.Start();
        var begun = Stopwatch.GetTimestamp();
        Thread.Sleep(5);
        clock.Within(StepPart.Agreement, begun);
        clock.Lap(StepPart.Clip);
        var whole = watch.Elapsed;

        Assert.True(clock[StepPart.Agreement] >= TimeSpan.FromMilliseconds(4));
        Assert.True(clock[StepPart.Clip] > TimeSpan.Zero);
        // Counted twice, the two would be longer than all of it.
        Assert.True(Sum(clock) <= whole);
    }

    private static TimeSpan Sum(StepClock clock) => Enum.GetValues<StepPart>().Aggregate(TimeSpan.Zero, (sum, part) => sum + clock[part]);

    private static (StepClock Clock, TimeSpan Whole) Step(IWorkers workers)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.PostNorm);
        using var optimizer = new Optimizer(model.Weights, new OptimizerOptions());
        var tokens = new MemoryTokens(Enumerable.Range(0, 64).Select(i => i % TinyModels.Vocabulary).ToArray());
        var task = TinyTasks.Of(model, new FixedChunks(tokens, 8, 0));
        var clock = new StepClock();
        var update = new SharedUpdate(model.Weights, optimizer, ClockedWorkers.Of(workers, clock));
        using var step = new GradientStep(task, update, new RunOptions()) { Sharding = Sharding.Of(workers), Clock = clock };
        using var batches = new StepBatches(2, task.Examples, Sharding.Of(workers)).Read([[0, 1, 4], [2, 3, 5]]);

        var watch = Stopwatch.StartNew();
        step.Make(1, batches, rate: 0.001);
        return (clock, watch.Elapsed);
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
