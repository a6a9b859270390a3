using Weft.Runtime;
using Weft.Tasks;

namespace Weft.Bench.Trainings;

/// <summary>A model that is being trained, one way or another.</summary>
internal interface ITraining : IDisposable
{
    /// <summary>The number of trained numbers.</summary>
    long Parameters { get; }

    /// <summary>The type in which products are taken.</summary>
    Precision Precision => Precision.Float32;

    /// <summary>Where the time of the steps goes; null where nobody knows.</summary>
    StepClock? Clock => null;

    /// <summary>Makes one update.</summary>
    /// <param name="batches">The examples of each micro-batch.</param>
    /// <returns>The mean loss before it, smoothed as the options say, nats a target.</returns>
    double Step(IReadOnlyList<long[]> batches);
}
