using System.Diagnostics;
using Weft.Bench.Measuring;
using Weft.Bench.Preparation;
using Weft.Experiments.Processes;
using Weft.Experiments.Verification;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Bench.Faults;

/// <summary>The trainings of a campaign: two that nothing happens to, and one for each fault, which is resumed and compared with one of them.</summary>
internal sealed class FaultTrainings
{
    /// <summary>Steps of a training that is killed at a step.</summary>
    public const int Steps = 240;

    /// <summary>Text enough for some passes over it.</summary>
    private const long TextBytes = 60_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Settings =
    [
        "preset=small", "data.tokenizer=blanks", "data.vocabularySize=200", "model.dimension=16", "model.layers=2", "model.heads=2", "model.feedForward=24",
        "model.dropout=0.1", "training.batch=8", "training.context=10", "training.checkpointSteps=20", $"budget.steps={Steps}", "evaluation.everySteps=150",
        "evaluation.report=false", "runtime.precision=float32", "runtime.threads=1", "runtime.rowsAtOnce=64", "runtime.device=cpu",
        "workers.reproducible=true", "workers.divideState=always", "workers.timeoutSeconds=15",
    ];

    private readonly string _folder;
    private readonly int _workers;
    private readonly Dictionary<bool, FinishedRun> _whole = [];

    /// <summary>Writes the text and the options.</summary>
    public FaultTrainings(string folder, int workers)
    {
        (_folder, _workers) = (folder, workers);
        var text = At("text.txt");
        if (!File.Exists(text))
            SyntheticText.Write(text, TextBytes, separated: true);
        var options = BenchArguments.Build(Settings.Append($"data.source={text}"));
        WeftJson.WriteFile(At("steps.json"), options);
        WeftJson.WriteFile(At("saving.json"), SavingTraining.Options(options with { Budget = new BudgetOptions { Steps = SavingTraining.Step } }));
    }

    /// <summary>Trains, lets the fault happen, goes on, and compares.</summary>
    public FaultResult Try(Fault fault)
    {
        var isSaving = fault.Stage is not null;
        var whole = Whole(isSaving);
        var run = At(fault.Name);
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);
        var (problem, seconds) = isSaving ? AtStage(fault, run) : AtStep(fault, run);
        problem ??= Resume(run, fault.ResumeWorkers);
        if (problem is null)
        {
            var resumed = new FinishedRun(run);
            problem = whole.Hashes.Zip(resumed.Hashes).Where(pair => pair.First != pair.Second).Select(pair => $"other {pair.First.Name}").FirstOrDefault();
        }
        if (problem is null)
            Directory.Delete(run, recursive: true);
        return new FaultResult(fault.Name, problem, seconds);
    }

    private FinishedRun Whole(bool isSaving)
    {
        if (_whole.TryGetValue(isSaving, out var found))
            return found;
        var name = isSaving ? "saving" : "steps";
        var run = At(name + "-whole");
        if (!File.Exists(Path.Combine(run, "DONE")))
        {
            if (Directory.Exists(run))
                Directory.Delete(run, recursive: true);
            using var training = Start(run, ["train", At(name + ".json"), "--out", run], 1);
            training.Finish("undisturbed", _ => { }, CancellationToken.None);
        }
        return _whole[isSaving] = new FinishedRun(run);
    }

    private (string? Problem, double Seconds) AtStep(Fault fault, string run)
    {
        using var training = Start(run, ["train", At("steps.json"), "--out", run], _workers);
        if (!training.ReachesStep(fault.Step, _ => { }, CancellationToken.None))
            return ("it ended before: " + training.Errors, 0);
        Thread.Sleep(fault.Delay);
        if (WorkerProcesses.Find(run, fault.Rank) is not { } process || !WorkerProcesses.Send(process, fault.Signal))
            return ("it was over before the fault", 0);
        var began = Stopwatch.GetTimestamp();
        var code = EndOf(training);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return code is null ? ($"it had not ended after {seconds:0} s", seconds)
            : code != fault.ExitCode ? ($"exit code {code}: {training.Errors}", seconds)
            : !training.Errors.Contains(fault.Message, StringComparison.Ordinal) ? ($"it said: {training.Errors}", seconds)
            : (null, seconds);
    }

    private (string? Problem, double Seconds) AtStage(Fault fault, string run)
    {
        var lines = new List<string>();
        var began = Stopwatch.GetTimestamp();
        var job = SavingWorker.Run(_workers, At("saving.json"), At("cache"), run, fault.Rank, fault.Stage!.Value, line =>
        {
            lock (lines)
                lines.Add(line);
        });
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (job.Ended == fault.Message ? null : $"exit code {job.ExitCode}: {job.Ended} {string.Join(' ', lines.TakeLast(2))}", seconds);
    }

    private string? Resume(string run, int workers)
    {
        using var training = Start(run, ["train", "--resume", run], workers);
        return EndOf(training) is var code && code == 0 ? null : $"resumed: exit code {code}: {training.Errors}";
    }

    /// <summary>The exit code; null where the patience was over, and all processes are dead.</summary>
    private static int? EndOf(ChildTraining training)
    {
        var end = Task.Run(() => training.WaitForEnd(_ => { }, CancellationToken.None));
        if (end.Wait(Patience))
            return end.Result;
        training.Kill();
        return null;
    }

    private ChildTraining Start(string run, string[] arguments, int workers)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Weft.Cli.dll");
        if (!File.Exists(program))
            throw new BenchmarkException($"There is no {program}.");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments, .. workers == 1 ? [] : new[] { "--workers", $"{workers}" }]);
        start.Environment["WEFT_CACHE"] = At("cache");
        return new ChildTraining(start, run) { KeptLines = 5 };
    }

    private string At(string name) => Path.Combine(_folder, name);
}
