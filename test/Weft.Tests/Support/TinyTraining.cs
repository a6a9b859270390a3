using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Tests.Support;

/// <summary>A corpus, options and folders for trainings that take a second.</summary>
internal sealed class TinyTraining : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyTraining(int lines = 400)
    {
        var random = RandomStream.For(3, "tiny");
        var text = Enumerable.Range(0, lines).Select(_ => string.Join(' ', Enumerable.Range(0, 9).Select(_ => Words[random.NextInt32(Words.Count)])));
        Source = _folder.Write("text.txt", string.Concat(text.Select(line => line + ".\n\n")));
    }

    public static IReadOnlyList<string> Words { get; } = ["the", "cat", "dog", "sees", "likes", "a", "small", "red", "house", "and", "runs", "home"];

    public string Source { get; }

    public string Cache => _folder.File("cache");

    public RunOptions Options => new()
    {
        Data = new DataOptions { Source = Source, Tokenizer = "words" },
        Model = new ModelOptions { Dimension = 16, Layers = 2, Heads = 2, FeedForward = 24, Dropout = 0.1, MaximumPositions = 64 },
        Training = new TrainingOptions { Batch = 8, Context = 10 },
        Schedule = new ScheduleOptions { PeakRate = 0.01, Warmup = 0.2, Shape = ScheduleShape.Linear },
        Budget = new BudgetOptions { Steps = 12 },
        // Pictures take longer than such a training.
        Evaluation = new EvaluationOptions { Report = false },
        Runtime = new RuntimeOptions { Precision = Precision.Float32, Threads = 1, RowsAtOnce = 64, Device = "cpu" },
    };

    public string Folder(string name) => _folder.File(name);

    public TrainingRun Create(RunOptions options, string name, ITrainingListener? listener = null) =>
        new TrainingOpener(Corpora(), listener ?? new Recorder()).Create(options, Folder(name));

    public TrainingRun Resume(string name, BudgetOptions? budget = null, ITrainingListener? listener = null, Action<string>? tell = null) =>
        new TrainingOpener(Corpora(), listener ?? new Recorder()) { Tell = tell ?? (_ => { }) }.Resume(Folder(name), budget);

    public TrainingSummary Train(RunOptions options, string name, ITrainingListener? listener = null, CancellationToken stop = default)
    {
        using var run = Create(options, name, listener);
        return run.Run(stop);
    }

    public CorpusProvider Corpora() => new(Cache, _folder.File("data"), () => Stream.Null);

    public void Dispose() => _folder.Dispose();
}

/// <summary>Remembers what a training reported, and can ask it to stop after a step.</summary>
internal sealed class Recorder : ITrainingListener, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public List<StepEvent> Steps { get; } = [];

    public List<PhaseEvent> Phases { get; } = [];

    public List<EvaluationEvent> Evaluations { get; } = [];

    public List<long> Checkpoints { get; } = [];

    public Action<StepEvent> EachStep { get; init; } = _ => { };

    public long? StopAfter { get; init; }

    public CancellationToken Token => _stop.Token;

    public List<PlanEvent> Plans { get; } = [];

    public List<RecoveryEvent> Recoveries { get; } = [];

    public List<TrainingEvent> All { get; } = [];

    public void On(TrainingEvent happened)
    {
        All.Add(happened);
        switch (happened)
        {
            case StepEvent step:
                Steps.Add(step);
                EachStep(step);
                break;
            case EvaluationEvent evaluation:
                Evaluations.Add(evaluation);
                break;
            case PlanEvent plan:
                Plans.Add(plan);
                break;
            case PhaseEvent phase:
                Phases.Add(phase);
                break;
            case RecoveryEvent recovery:
                Recoveries.Add(recovery);
                break;
            case CheckpointEvent checkpoint:
                Checkpoints.Add(checkpoint.Step);
                break;
        }
        if (happened is StepEvent or RecoveryEvent { Action: RecoveryMode.Skip } && happened.Step == StopAfter)
            _stop.Cancel();
    }

    public void Dispose() => _stop.Dispose();
}
