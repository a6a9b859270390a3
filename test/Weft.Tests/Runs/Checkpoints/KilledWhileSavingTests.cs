using Weft.Bench.Faults;
using Weft.Tests.Support;
using Weft.Workers;

namespace Weft.Tests.Runs.Checkpoints;

/// <summary>Real processes that die by SIGKILL at a stage of writing a checkpoint.</summary>
public sealed class KilledWhileSavingTests : IDisposable
{
    private const string Place = "WEFT_TEST_KILL_AT";
    private const string Run = "WEFT_TEST_KILL_RUN";
    private const string Source = "WEFT_TEST_KILL_SOURCE";
    private const string Cache = "WEFT_TEST_KILL_CACHE";
    private const int KilledBySignal = 128 + WeftProcess.Kill;

    private readonly TinyTraining _tiny = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    public async Task A_process_that_is_killed_at_any_stage_leaves_the_last_whole_checkpoint()
    {
        if (Environment.GetEnvironmentVariable(Place) is { } place)
        {
            TrainAndDie(place);
            return;
        }
        _tiny.Train(SavingTraining.Options(_tiny.Options), "whole");
        var whole = SavingStages.Result(_tiny.Folder("whole"));
        var test = $"{typeof(KilledWhileSavingTests).FullName}.{nameof(A_process_that_is_killed_at_any_stage_leaves_the_last_whole_checkpoint)}";

        await Parallel.ForEachAsync(SavingTraining.Stages, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (stage, _) =>
        {
            var (code, output) = await ChildProcess.RunTest(
                test, (Place, $"{stage.Operation}|{stage.Time}"), (Run, _tiny.Folder(stage.Name)), (Source, _tiny.Source), (Cache, _tiny.Cache));
            Assert.True(code == KilledBySignal, $"{stage.Name}: exit code {code}. {output}");
        });

        foreach (var (stage, _, _) in SavingTraining.Stages)
        {
            using var rest = new Recorder();
            using (var run = _tiny.Resume(stage, listener: rest, tell: damage => Assert.Fail($"{stage}: {damage}")))
                run.Run(CancellationToken.None);
            // Step 10 was the best so far, and saved.
            Assert.Equal(stage.StartsWith("after", StringComparison.Ordinal) || stage.StartsWith("between", StringComparison.Ordinal) ? [] : [11, 12], rest.Steps.Select(step => step.Step));
            Assert.Equal(whole, SavingStages.Result(_tiny.Folder(stage)));
            Assert.Empty(SavingStages.Leftovers(_tiny.Folder(stage)));
        }
    }

    public void Dispose() => _tiny.Dispose();

    private static void TrainAndDie(string place)
    {
        var (operation, times) = (place.Split('|')[0], int.Parse(place.Split('|')[1]));
        var options = SavingTraining.Options(new TinyTraining(lines: 1).Options);
        options = options with { Data = options.Data with { Source = Environment.GetEnvironmentVariable(Source)! } };
        var corpora = new Weft.Training.Starting.CorpusProvider(Environment.GetEnvironmentVariable(Cache)!, "", () => Stream.Null);
        SavingTraining.Train(options, Environment.GetEnvironmentVariable(Run)!, corpora, Alone.Instance, reached =>
        {
            if (reached != operation || --times > 0)
                return;
            Assert.Equal(0, WeftProcess.Send(Environment.ProcessId, WeftProcess.Kill));
            Thread.Sleep(Timeout.Infinite);
        });
    }
}
