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

    /// <summary>Who has the other rows of what was drawn, where their losses are learnt from within the pass; all of them make the same one.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Is called in a backward pass whenever the gradients of one more <see cref="Modeling.Parameters.ParameterEntry.Stage"/> are complete, from 0 on;
    /// not where the batch has no row.</summary>
    public Action<int>? StageIsDone { get; init; }

    /// <summary>Whether the loss of each example is wanted.</summary>
    public bool MeasuresExamples { get; init; }
}

/// <summary>What a batch's losses came to.</summary>
/// <param name="Smoothed">The sum of the losses that are minimised, nats, each counted as its row is weighted.</param>
/// <param name="Plain">The sum of the plain losses, nats, counted in the same way.</param>
/// <param name="Examples">The plain losses of each example; empty where they were not wanted.</param>
internal readonly record struct BatchLosses(double Smoothed, double Plain, ExampleLoss[] Examples);

/// <summary>The plain losses of an example.</summary>
/// <param name="Sum">Nats, each counted as others are left out for it.</param>
/// <param name="Targets">What its targets count together; 0 where none was looked at.</param>
internal readonly record struct ExampleLoss(double Sum, double Targets)
{
    /// <summary>The mean loss of each example, nats a target; of one that nothing is known of it is that of all.</summary>
    public static float[] MeansOf(ExampleLoss[] examples)
    {
        var mean = examples.Sum(example => example.Sum) / examples.Sum(example => example.Targets);
        return [.. examples.Select(example => (float)(example.Targets > 0 ? example.Sum / example.Targets : mean))];
    }
}
