using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.State;
using Weft.Training.Starting;

namespace Weft.Experiments.Verification;

/// <summary>What a training has come to, as far as it must repeat exactly.</summary>
internal sealed class FinishedRun
{
    private readonly Checkpoint _last;

    /// <summary>Reads a run folder.</summary>
    /// <exception cref="InvalidDataException">It holds no finished training.</exception>
    public FinishedRun(string path)
    {
        var folder = RunFolder.Open(path);
        _last = folder.OpenCheckpoint("last", TaskStart.FingerprintOf(folder.ReadOptions(), folder), damage => throw new InvalidDataException(damage));
        State = _last.State;
        Events = [.. RunLog.Read(path).Select(Repeating).OfType<TrainingEvent>()];
    }

    /// <summary>The state at the end.</summary>
    public TrainingState State { get; }

    /// <summary>Every step, evaluation and plan as it was logged, without times.</summary>
    public IReadOnlyList<TrainingEvent> Events { get; }

    /// <summary>The hashes of what must repeat.</summary>
    public IReadOnlyList<(string Name, string Hash)> Hashes =>
    [
        ("weights", _last.HashOf(CheckpointFolder.ModelFile)),
        ("optimizer state", _last.HashOf(CheckpointFolder.OptimizerFile)),
        ("sampler memory", _last.HashOf(CheckpointFolder.MemoryFile)),
        ("sample order", State.Order.ToString()),
        ("losses", Foundation.Hashes.Sha256(string.Concat(Events.Select(happened => EventJson.Write(happened).ToJsonString(WeftJson.OneLine) + "\n")))),
    ];

    /// <summary>The files that hold tensors.</summary>
    public IReadOnlyList<string> TensorFiles => [_last.PathOf(CheckpointFolder.ModelFile), _last.PathOf(CheckpointFolder.OptimizerFile), _last.PathOf(CheckpointFolder.MemoryFile)];

    /// <summary>What of an event must repeat; null where nothing does.</summary>
    private static TrainingEvent? Repeating(TrainingEvent happened) => happened switch
    {
        StepEvent step => step with { Seconds = 0, TokensPerSecond = 0 },
        EvaluationEvent or PlanEvent => happened,
        _ => null,
    };
}
