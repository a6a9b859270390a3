using System.Text.Json.Serialization;
using Weft.Foundation;

namespace Weft.Optimization;

/// <summary>The rule by which gradients change parameters.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba 2015; weight decay is part of the gradient.</summary>
    Adam,

    /// <summary>Adam with weight decay beside the gradient, Loshchilov and Hutter 2019.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum; weight decay is part of the gradient.</summary>
    Sgd,

    /// <summary>Muon for the matrices of the layers, Jordan et al. 2024, and AdamW for the rest.</summary>
    Muon,
}

/// <summary>Settings of the optimizer.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The rule by which gradients change the weights.</summary>
    public OptimizerKind Kind { get; init; }

    /// <summary>With adam and adamw, the share of the gradients' running mean that an update keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>With adam and adamw, the share of the squared gradients' running mean that an update keeps.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator of Adam, the root of the squared gradients' running mean, so that it is never zero.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>With sgd and muon, the share of the velocity that an update keeps.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether sgd and muon look ahead along the velocity (Nesterov).</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>With sgd, the share of a gradient that the velocity does not take, but for the first; as PyTorch's <c>dampening</c>.</summary>
    public double Dampening { get; init; }

    /// <summary>What muon multiplies the schedule's rate by for its matrices; their steps have the size of Adam's, so that 1 is where to begin.</summary>
    public double MuonRateFactor { get; init; } = 1;

    /// <summary>With muon, the iterations of Newton and Schulz that bring a step near an orthogonal one; each costs three products of matrices.</summary>
    public int MuonIterations { get; init; } = 5;

    /// <summary>Weight decay of matrices: coupled with adam and sgd, decoupled with adamw and muon; 0 is none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether weight decay takes in the embedding and the table of positions.</summary>
    public bool DecayEmbeddings { get; init; } = true;

    /// <summary>Whether weight decay takes in the scales of normalisations.</summary>
    public bool DecayNorms { get; init; }

    /// <summary>Whether weight decay takes in biases.</summary>
    public bool DecayBiases { get; init; }

    /// <summary>Gradients are scaled down to at most this global norm; 0 never scales.</summary>
    public double ClipNorm { get; init; } = 0.5;

    /// <summary>
    /// Decay of the weights' running mean (Polyak and Juditsky 1992, with exponential weights), 0 for none: the share that the mean keeps
    /// in an update. It is lower at first, (1 + t) / (10 + t) in update t, so that the mean forgets the start.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, string section = "optimizer")
    {
        problems.Require(Beta1 is >= 0 and < 1, $"{section}.beta1", Beta1, "be at least 0 and below 1");
        problems.Require(Beta2 is >= 0 and < 1, $"{section}.beta2", Beta2, "be at least 0 and below 1");
        problems.Require(Epsilon > 0, $"{section}.epsilon", Epsilon, "be above 0");
        problems.Require(Momentum is >= 0 and < 1, $"{section}.momentum", Momentum, "be at least 0 and below 1");
        problems.Require(Dampening is >= 0 and <= 1, $"{section}.dampening", Dampening, "be from 0 to 1");
        problems.Require(
            Dampening == 0 || !Nesterov || Kind != OptimizerKind.Sgd, $"{section}.dampening", Dampening, $"be 0 where {section}.nesterov is true");
        problems.Require(
            MuonRateFactor is > 0 and < double.PositiveInfinity, $"{section}.muonRateFactor", MuonRateFactor, "be above 0");
        problems.Require(MuonIterations is >= 1 and <= 100, $"{section}.muonIterations", MuonIterations, "be from 1 to 100");
        problems.Require(WeightDecay is >= 0 and < double.PositiveInfinity, $"{section}.weightDecay", WeightDecay, "be at least 0");
        problems.Require(ClipNorm >= 0, $"{section}.clipNorm", ClipNorm, "be at least 0");
        problems.Require(AverageDecay is >= 0 and < 1, $"{section}.averageDecay", AverageDecay, "be at least 0 and below 1");
    }
}
