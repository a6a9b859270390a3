namespace Weft.Training;

/// <summary>A loss or gradient is not a finite number. The weights are still those of the step before.</summary>
public sealed class DivergenceException(string message) : Exception(message)
{
    /// <summary>How far the training had come; null where it was not begun as a run.</summary>
    public TrainingSummary? Summary { get; internal set; }
}
