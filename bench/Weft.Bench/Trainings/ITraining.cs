namespace Weft.Bench.Trainings;

/// <summary>A model that is being trained, one way or another.</summary>
internal interface ITraining : IDisposable
{
    /// <summary>The number of trained numbers.</summary>
    long Parameters { get; }

    /// <summary>Makes one update.</summary>
    /// <param name="batches">The chunks of each micro-batch.</param>
    /// <returns>The mean loss before it, smoothed as the options say, nats a target.</returns>
    double Step(IReadOnlyList<long[]> batches);
}
