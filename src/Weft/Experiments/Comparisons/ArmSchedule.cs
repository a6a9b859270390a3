using System.ComponentModel;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;
using Weft.Foundation;

namespace Weft.Experiments.Comparisons;

/// <summary>Runs arms in their order, several at the same time where that is wanted; an arm waits for those that it needs.</summary>
/// <param name="runner">Trains them.</param>
/// <param name="arms">All of them; what one needs stands before it.</param>
/// <param name="jobs">How many run at the same time.</param>
/// <param name="watcher">Hears of them, from one thread at a time.</param>
internal sealed class ArmSchedule(IArmRunner runner, IReadOnlyList<ComparisonArm> arms, int jobs, IArmWatcher watcher)
{
    private readonly Lock _watching = new();
    private readonly object _lock = new();
    private readonly List<ComparisonArm> _waiting = [.. arms];
    private readonly Dictionary<(string Variant, long Seed), ArmEnd> _ends = [];

    /// <summary>Runs them.</summary>
    /// <param name="stop">Stops those that run; no others begin.</param>
    /// <returns>How each ended, in their order.</returns>
    public IReadOnlyList<ArmEnd> Run(CancellationToken stop)
    {
        Task[] others = [.. Enumerable.Range(1, Math.Min(jobs, arms.Count) - 1).Select(_ =>
            Task.Factory.StartNew(() => Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Work(stop);
        Task.WhenAll(others).GetAwaiter().GetResult();
        return [.. arms.Select(arm => _ends.GetValueOrDefault((arm.Variant, arm.Seed)) ?? new ArmEnd(ArmState.Unfinished))];
    }

    private void Work(CancellationToken stop)
    {
        while (Next(stop) is { } arm)
        {
            var end = End(arm, stop);
            lock (_lock)
            {
                _ends[(arm.Variant, arm.Seed)] = end;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>The first arm that can run; waits where none can yet. Null where there is nothing left to do.</summary>
    private ComparisonArm? Next(CancellationToken stop)
    {
        lock (_lock)
        {
            while (!stop.IsCancellationRequested && _waiting.Count > 0)
            {
                if (_waiting.Find(arm => arm.Needs.All(name => _ends.ContainsKey((name, arm.Seed)))) is { } ready)
                {
                    _waiting.Remove(ready);
                    return ready;
                }
                Monitor.Wait(_lock);
            }
            return null;
        }
    }

    private ArmEnd End(ComparisonArm arm, CancellationToken stop)
    {
        var place = 1 + arms.Index().First(other => other.Item == arm).Index;
        var end = new ArmEnd(ArmState.Done);
        var wasDone = runner.IsDone(arm);
        if (!wasDone)
        {
            Tell(() => watcher.Begins(arm, place, arms.Count));
            end = Missing(arm) ?? Train(arm, at => Tell(() => watcher.Goes(arm, place, arms.Count, at)), stop);
        }
        Tell(() => watcher.Ends(arm, place, arms.Count, end, wasDone));
        return end;
    }

    private ArmEnd? Missing(ComparisonArm arm)
    {
        lock (_lock)
        {
            var missing = arm.Needs.FirstOrDefault(name => _ends[(name, arm.Seed)].State != ArmState.Done);
            return missing is null ? null : new ArmEnd(ArmState.Failed, $"It needs {missing}, seed {arm.Seed}, which has not finished.");
        }
    }

    private ArmEnd Train(ComparisonArm arm, Action<ChildProgress> report, CancellationToken stop)
    {
        try
        {
            return runner.Run(arm, report, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ConfigurationException or Win32Exception)
        {
            return new ArmEnd(ArmState.Failed, e.Message);
        }
    }

    private void Tell(Action tell)
    {
        lock (_watching)
            tell();
    }
}
