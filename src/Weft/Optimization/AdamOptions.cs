using Weft.Foundation;

namespace Weft.Optimization;

/// <summary>Settings of Adam.</summary>
public sealed record AdamOptions
{
    /// <summary>Decay of the gradients' running mean.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the squared gradients' running mean.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay of matrices (AdamW, Loshchilov and Hutter 2019); 0 is plain Adam.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gradients are scaled down to at most this global norm; 0 never scales.</summary>
    public double ClipNorm { get; init; } = 0.5;

    /// <summary>
    /// Decay of the weights' running mean (Polyak and Juditsky 1992, with exponential weights), 0 for none: the share that the mean keeps
    /// in an update. It is lower at first, (1 + t) / (10 + t) in update t, so that the mean forgets the start.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        problems.Require(Beta1 is >= 0 and < 1, "optimizer.beta1", Beta1, "be at least 0 and below 1");
        problems.Require(Beta2 is >= 0 and < 1, "optimizer.beta2", Beta2, "be at least 0 and below 1");
        problems.Require(Epsilon > 0, "optimizer.epsilon", Epsilon, "be above 0");
        problems.Require(WeightDecay is >= 0 and < double.PositiveInfinity, "optimizer.weightDecay", WeightDecay, "be at least 0");
        problems.Require(ClipNorm >= 0, "optimizer.clipNorm", ClipNorm, "be at least 0");
        problems.Require(AverageDecay is >= 0 and < 1, "optimizer.averageDecay", AverageDecay, "be at least 0 and below 1");
    }
}
