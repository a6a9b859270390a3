using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Bench.Faults;

/// <summary>
/// A training that saves step 12 twice: a new checkpoint, then, because the evaluation at the end has changed the state, one in its place.
/// </summary>
internal static class SavingTraining
{
    /// <summary>The step of the two savings.</summary>
    public const int Step = 12;

    /// <summary>Where the new checkpoint gets its name, the moment from which it can be seen.</summary>
    public const string Naming = "rename folder .step-12.tmp to step-12";

    /// <summary>Where a process may die: what the moment is called, before which operation it is, and at which time that comes.</summary>
    public static IReadOnlyList<(string Name, string Operation, int Time)> Stages { get; } =
    [
        ("open", "create model.safetensors", 1),
        ("half", "half model.safetensors", 1),
        ("before flush", "flush model.safetensors", 1),
        ("before the manifest", "create manifest.json", 1),
        ("before rename", Naming, 1),
        ("after rename", "flush folder checkpoints", 1),
        ("between the renames of replacing", Naming, 2),
    ];

    /// <summary>Options of such a training.</summary>
    /// <param name="tiny">With a budget of as many steps.</param>
    public static RunOptions Options(RunOptions tiny) => tiny with
    {
        Evaluation = tiny.Evaluation with { EverySteps = 5 },
        Training = tiny.Training with { CheckpointSteps = 4 },
    };

    /// <summary>Trains to the end, and calls before each operation on the disk that belongs to the two savings.</summary>
    public static void Train(RunOptions options, string folder, CorpusProvider corpora, IWorkers workers, Action<string> before)
    {
        var steps = new StepCount();
        var disk = new WatchedDisk(operation =>
        {
            if (steps.Last == Step)
                before(operation);
        });
        using var run = new TrainingOpener(corpora, steps) { Disk = disk, Workers = workers }.Create(options, folder);
        run.Run(CancellationToken.None);
    }

    private sealed class StepCount : ITrainingListener
    {
        public long Last { get; private set; }

        public void On(TrainingEvent happened) => Last = happened is StepEvent step ? step.Step : Last;
    }
}
