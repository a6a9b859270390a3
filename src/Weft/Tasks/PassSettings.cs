using Weft.Kernels.CrossEntropy;
using Weft.Workers;

namespace Weft.Tasks;

/// <summary>How a batch is to be differentiated.</summary>
/// <param name="Loss">What the loss is, but for what rows count: that is the sampler's and the task's.</param>
internal sealed record PassSettings(LossSettings Loss)
{
    /// <summary>The length of pieces into which examples are cut, which see nothing of one another; null cuts none. A task whose examples
    /// cannot be cut takes no heed of it.</summary>
    public int? Length { get; init; }

    /// <summary>Whether it is part of an update: a task may then leave out what costs more than it teaches.</summary>
    public bool IsOfUpdate { get; init; }

    /// <summary>Who has the other rows of what was drawn; all of them make the same pass.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Whether the mean loss of each example is wanted.</summary>
    public bool MeasuresExamples { get; init; }
}

/// <summary>What a batch's losses came to.</summary>
/// <param name="Smoothed">This worker's sum of the losses that are minimised, nats, each counted as its row is weighted.</param>
/// <param name="Plain">This worker's sum of the plain losses, nats, counted in the same way.</param>
/// <param name="Examples">The mean plain loss of each example, of all workers', nats a target; empty where it was not wanted.</param>
internal readonly record struct BatchLosses(double Smoothed, double Plain, float[] Examples);
