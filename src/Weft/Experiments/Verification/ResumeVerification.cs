using System.Diagnostics;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Experiments.Verification;

/// <summary>
/// Trains twice with the same options, each in processes of its own: once without interruption, once killed at some moment and resumed.
/// Everything that must repeat is then compared bit for bit.
/// </summary>
/// <param name="folder">Where the two runs go: <c>whole</c> and <c>killed</c>.</param>
/// <param name="program">Makes the program <c>weft</c> ready to be started with arguments.</param>
/// <param name="corpora">Finds and prepares the text, before the trainings look for it.</param>
/// <param name="progress">Hears how far the trainings are.</param>
/// <param name="tell">Hears what happens.</param>
internal sealed class ResumeVerification(
    string folder, Func<IReadOnlyList<string>, ProcessStartInfo> program, CorpusProvider corpora, IProgress<WorkProgress>? progress, Action<string> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>How many workers make the training that is killed. Where they are several, the uninterrupted one has one all the same.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How many workers go on with it.</summary>
    public int ResumeWorkers { get; init; } = 1;

    private readonly string _whole = Path.Combine(folder, "whole");
    private readonly string _killed = Path.Combine(folder, "killed");

    /// <summary>Verifies.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="killAt">The step after which to kill, or null for one that <paramref name="killSeed"/> determines.</param>
    /// <param name="killSeed">Determines the moment.</param>
    /// <param name="stop">Ends it; the trainings are then dead.</param>
    /// <exception cref="ConfigurationException">The budget does not repeat, or is over before the kill.</exception>
    /// <exception cref="InvalidDataException">A training failed.</exception>
    public ResumeReport Verify(RunOptions options, long? killAt, long killSeed, CancellationToken stop)
    {
        var config = Path.Combine(folder, "options.json");
        options = Resolve(options, stop);
        WeftJson.WriteFile(config, options);
        Train("uninterrupted", ["train", config, "--out", _whole], 1, _whole, null, stop);
        var whole = new FinishedRun(_whole);
        var steps = whole.State.Step;
        var moment = KillMoment.Choose(steps, killAt, killSeed, whole.State.StepSeconds / steps);
        // Only what is saved can be gone on from, and only then is anything shown. Saving more often changes no result.
        if (FirstSaved() is not { } first || first >= moment.Step)
        {
            var every = (int)Math.Max(1, Math.Min(moment.Step / 2, int.MaxValue));
            config = Path.Combine(folder, "options-killed.json");
            WeftJson.WriteFile(config, options with { Training = options.Training with { CheckpointSteps = every } });
            tell($"The training to be killed saves every {every:N0} steps, so that there is a checkpoint before the kill.");
        }
        Train("killed", ["train", config, "--out", _killed], Workers, _killed, moment, stop);
        var killedAfter = RunLog.Read(_killed).OfType<StepEvent>().LastOrDefault()?.Step ?? 0;
        var resumedFrom = CheckpointFolder.Steps(RunFolder.Open(_killed).Checkpoints) is [.., var newest] ? newest : 0;
        tell($"Killed after step {killedAfter:N0}; " + (resumedFrom > 0 ? $"resuming from step {resumedFrom:N0}." : "there is no checkpoint yet, so training begins anew."));
        Train("resumed", ["train", "--resume", _killed], ResumeWorkers, _killed, null, stop);
        var resumed = new FinishedRun(_killed);
        var parts = whole.Hashes.Zip(resumed.Hashes).Select(pair => new ComparedPart(pair.First.Name, pair.First.Hash, pair.Second.Hash)).ToList();
        return new ResumeReport
        {
            Folder = folder,
            Steps = steps,
            KillSeed = killSeed,
            KillAt = moment.Step,
            KilledAfter = killedAfter,
            ResumedFrom = resumedFrom,
            Parts = parts,
            FirstDifference = parts.TrueForAll(part => part.Identical) ? null : FirstDifference.Between(whole, resumed),
        };
    }

    /// <summary>The first step that the uninterrupted training saved.</summary>
    private long? FirstSaved() => RunLog.Read(_whole).OfType<CheckpointEvent>().FirstOrDefault()?.Step;

    /// <summary>
    /// What is left to Weft is decided once for both trainings, and the text is prepared once. Reports are not compared, and of large splits
    /// they would take longer than the trainings.
    /// </summary>
    private RunOptions Resolve(RunOptions options, CancellationToken stop)
    {
        var (store, data) = corpora.Prepare(options, stop);
        store.Dispose();
        var runtime = TrainingDevice.Resolve(options.Runtime);
        // One number of threads for all of them, and results that do not depend on the number of workers.
        var most = Math.Max(Workers, ResumeWorkers);
        return options with
        {
            Data = data,
            Runtime = most == 1 ? runtime : runtime with { Threads = Math.Clamp(Environment.ProcessorCount / most, 1, runtime.Threads) },
            Workers = options.Workers with { Reproducible = options.Workers.Reproducible || most > 1 },
            Evaluation = options.Evaluation with { Report = false },
        };
    }

    private void Train(string name, string[] arguments, int workers, string run, KillMoment? kill, CancellationToken stop)
    {
        var last = default(ChildProgress);
        // Asked many times a second, so that a kill comes at any moment.
        void Report(ChildProgress at)
        {
            if (at != last)
                progress?.Report(at.ToWork($"{name} training"));
            last = at;
        }
        using var training = new ChildTraining(program(workers == 1 ? arguments : [.. arguments, "--workers", $"{workers}"]), run);
        if (kill is null)
        {
            training.Finish(name, Report, stop);
            return;
        }
        tell($"Killing the training after step {kill.Step:N0}.");
        var isReached = training.ReachesStep(kill.Step, Report, stop);
        // With a kill after the first steps the checkpoint may be under way.
        while (CheckpointFolder.Steps(Path.Combine(run, "checkpoints")).Count == 0 && !training.HasEnded && !stop.IsCancellationRequested)
            stop.WaitHandle.WaitOne(Pause);
        stop.WaitHandle.WaitOne(kill.Delay);
        if (!isReached || training.HasEnded)
        {
            training.Finish(name, Report, stop);
            throw new ConfigurationException($"The training was over before it could be killed after step {kill.Step}. Kill it earlier (--kill-at), or give a larger budget.");
        }
        training.Kill();
    }

    /// <summary>Notes what is wrong with a verification.</summary>
    public static void RequireRepeatable(BudgetOptions budget, long? killAt, Problems problems)
    {
        if (budget.Minutes is { } minutes)
        {
            problems.Add(
                $"budget.minutes is {minutes}; a budget in minutes never repeats exactly. Count otherwise: --max-steps, --max-tokens or --max-epochs"
                + (budget is { Steps: null, Tokens: null, Epochs: null } ? "." : " alone."));
        }
        problems.Require(killAt is null or > 0, "--kill-at", killAt, "be above 0");
        problems.Require(killAt is null || budget.Steps is null || killAt < budget.Steps, "--kill-at", killAt, $"be below the budget's {budget.Steps} steps");
    }
}
