namespace Weft.Sampling;

/// <summary>
/// Chooses which chunks come next, and what each counts. It is asked by one thread alone. Whatever it chooses is a function of the run's
/// seed, its state and what was observed: every worker that asks gets the same.
/// </summary>
public interface ISampler : ICheckpointed
{
    /// <summary>Where the sampler stands after what it has chosen.</summary>
    SamplerState State { get; }

    /// <summary>
    /// Whether the next choice stays the same whatever the losses of the chunks chosen so far turn out to be, and however much of the
    /// budget they take. A sampler that plans by losses says no at the end of each plan: nothing is then chosen before every step whose
    /// chunks were chosen has been made and observed.
    /// </summary>
    bool CanDrawAhead { get; }

    /// <summary>
    /// Whether the losses of all that was chosen must be observed before more is chosen: a plan is over. A step then ends, even where it
    /// could take more micro-batches.
    /// </summary>
    bool IsPlanOver => false;

    /// <summary>Whether it wants to <see cref="Observe"/>.</summary>
    bool WantsLosses => false;

    /// <summary>Chooses the next chunks: as many as asked for, or fewer, but at least one, all of one epoch.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="progress">The share of the budget that is used up, 0 to 1; counts only where <see cref="CanDrawAhead"/> was false.</param>
    Samples Next(int count, double progress);

    /// <summary>Hears what the losses of chosen chunks were, in the order in which they were trained on.</summary>
    /// <param name="samples">What <see cref="Next"/> gave.</param>
    /// <param name="losses">The mean plain loss of each, nats a target.</param>
    void Observe(Samples samples, ReadOnlySpan<float> losses)
    {
    }

    /// <summary>What it has learnt about the chunks, where it keeps statistics; null elsewhere.</summary>
    SamplingReport? Report() => null;
}
