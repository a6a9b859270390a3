using Weft.Runs.Events;

namespace Weft.Runs;

/// <summary>Hears of everything that happens in a training: logs write it down, the command line shows it.</summary>
internal interface ITrainingListener
{
    /// <summary>Something happened. It is said on the training's own thread, between two steps: what takes long here holds the training up.</summary>
    void On(TrainingEvent happened);
}
