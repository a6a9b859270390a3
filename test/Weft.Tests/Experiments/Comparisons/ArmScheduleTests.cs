using Weft.Experiments.Comparisons;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;
using Weft.Runs.Options;

namespace Weft.Tests.Experiments.Comparisons;

public class ArmScheduleTests
{
    [Fact]
    public void Arms_run_one_after_another_in_their_order()
    {
        var runner = new FakeRunner();

        var ends = Run(runner, 1, Arm("a", 1), Arm("b", 1, "a"), Arm("a", 2), Arm("b", 2, "a"));

        Assert.Equal(["a1", "b1", "a2", "b2"], runner.Begun);
        Assert.All(ends, end => Assert.Equal(ArmState.Done, end.State));
    }

    [Fact]
    public void An_arm_that_is_done_is_not_run_again()
    {
        var runner = new FakeRunner { Done = { "a1", "b2" } };
        var watcher = new FakeWatcher();

        var ends = new ArmSchedule(runner, [Arm("a", 1), Arm("b", 1, "a"), Arm("a", 2), Arm("b", 2, "a")], 1, watcher).Run(CancellationToken.None);

        Assert.Equal(["b1", "a2"], runner.Begun);
        Assert.All(ends, end => Assert.Equal(ArmState.Done, end.State));
        Assert.Equal(["a1 1/4 Done before", "b1 2/4 begins", "b1 2/4 Done", "a2 3/4 begins", "a2 3/4 Done", "b2 4/4 Done before"], watcher.Lines);
    }

    [Fact]
    public void A_failure_takes_those_that_need_it_with_it_and_no_others()
    {
        var runner = new FakeRunner { Fail = { "a1" } };

        var ends = Run(runner, 1, Arm("a", 1), Arm("b", 1, "a"), Arm("c", 1), Arm("a", 2), Arm("b", 2, "a"));

        Assert.Equal(["a1", "c1", "a2", "b2"], runner.Begun);
        Assert.Equal([ArmState.Failed, ArmState.Failed, ArmState.Done, ArmState.Done, ArmState.Done], ends.Select(end => end.State));
        Assert.Equal(("broken", "It needs a, seed 1, which has not finished."), (ends[0].Error, ends[1].Error));
    }

    [Fact]
    public void What_cannot_be_started_is_a_failure()
    {
        var end = Assert.Single(Run(new FakeRunner { OnRun = _ => throw new IOException("no disk") }, 1, Arm("a", 1)));

        Assert.Equal(new ArmEnd(ArmState.Failed, "no disk"), end);
    }

    [Fact]
    public void After_a_stop_nothing_begins()
    {
        using var stop = new CancellationTokenSource();
        var runner = new FakeRunner { OnRun = name => { if (name == "b1") stop.Cancel(); } };

        var ends = new ArmSchedule(runner, [Arm("a", 1), Arm("b", 1), Arm("c", 1)], 1, new FakeWatcher()).Run(stop.Token);

        Assert.Equal(["a1", "b1"], runner.Begun);
        Assert.Equal([ArmState.Done, ArmState.Unfinished, ArmState.Unfinished], ends.Select(end => end.State));
    }

    [Fact]
    public void Two_jobs_run_two_arms_at_once_and_an_arm_waits_for_what_it_needs()
    {
        // a1 ends only when c1 runs beside it; b1 stands between them and needs a1.
        using var other = new ManualResetEventSlim();
        var runner = new FakeRunner
        {
            OnRun = name =>
            {
                if (name == "c1")
                    other.Set();
                if (name == "a1")
                    Assert.True(other.Wait(TimeSpan.FromSeconds(60)));
            },
        };

        var ends = Run(runner, 2, Arm("a", 1), Arm("b", 1, "a"), Arm("c", 1));

        Assert.All(ends, end => Assert.Equal(ArmState.Done, end.State));
        Assert.Contains("a1", runner.EndedBefore["b1"]);
        Assert.Equal(["a1", "c1"], runner.Begun.Take(2).Order());
        Assert.Equal("b1", runner.Begun[2]);
    }

    private static ComparisonArm Arm(string variant, long seed, params string[] needs) => new(variant, seed, new RunOptions(), $"{variant}{seed}", needs);

    private static IReadOnlyList<ArmEnd> Run(FakeRunner runner, int jobs, params ComparisonArm[] arms) =>
        new ArmSchedule(runner, arms, jobs, new FakeWatcher()).Run(CancellationToken.None);

    private sealed class FakeRunner : IArmRunner
    {
        private readonly Lock _lock = new();
        private readonly List<string> _ended = [];

        public HashSet<string> Done { get; } = [];

        public HashSet<string> Fail { get; } = [];

        public List<string> Begun { get; } = [];

        public Dictionary<string, string[]> EndedBefore { get; } = [];

        public Action<string> OnRun { get; init; } = _ => { };

        public bool IsDone(ComparisonArm arm) => Done.Contains(arm.Folder);

        public ArmEnd Run(ComparisonArm arm, Action<ChildProgress> report, CancellationToken stop)
        {
            lock (_lock)
            {
                Begun.Add(arm.Folder);
                EndedBefore[arm.Folder] = [.. _ended];
            }
            report(new ChildProgress(1, 5, 0.5, ""));
            OnRun(arm.Folder);
            lock (_lock)
                _ended.Add(arm.Folder);
            return stop.IsCancellationRequested ? new ArmEnd(ArmState.Unfinished)
                : Fail.Contains(arm.Folder) ? new ArmEnd(ArmState.Failed, "broken")
                : new ArmEnd(ArmState.Done);
        }
    }

    private sealed class FakeWatcher : IArmWatcher
    {
        public List<string> Lines { get; } = [];

        public void Begins(ComparisonArm arm, int place, int count) => Lines.Add($"{arm.Folder} {place}/{count} begins");

        public void Goes(ComparisonArm arm, int place, int count, ChildProgress at) => Assert.Equal(0.5, at.Share);

        public void Ends(ComparisonArm arm, int place, int count, ArmEnd end, bool wasDone) =>
            Lines.Add($"{arm.Folder} {place}/{count} {end.State}{(wasDone ? " before" : "")}");
    }
}
