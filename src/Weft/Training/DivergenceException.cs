namespace Weft.Training;

/// <summary>A loss, a gradient or a weight is not a finite number, or the loss has exploded. What was saved before stays as it is.</summary>
public sealed class DivergenceException : Exception
{
    internal DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>How far the training had come; null where it was not begun as a run.</summary>
    public TrainingSummary? Summary { get; internal set; }
}
