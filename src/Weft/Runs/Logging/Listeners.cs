using Weft.Runs.Events;

namespace Weft.Runs.Logging;

/// <summary>Passes everything on to several listeners.</summary>
internal sealed class Listeners(params ITrainingListener[] listeners) : ITrainingListener
{
    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        foreach (var listener in listeners)
            listener.On(happened);
    }
}
