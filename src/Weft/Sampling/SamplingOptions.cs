using Weft.Foundation;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Thinning;
using Weft.Sampling.Worth;

namespace Weft.Sampling;

/// <summary>How it is decided which chunk is trained on when.</summary>
public enum SamplerKind
{
    /// <summary>Every chunk once an epoch.</summary>
    Uniform,

    /// <summary>Chunks have fixed probabilities.</summary>
    Static,

    /// <summary>The probabilities follow the state of the model.</summary>
    Dynamic,

    /// <summary>An epoch takes the chunks that can be learnt and are not learnt yet.</summary>
    Worth,
}

/// <summary>The order of one epoch beside that of another.</summary>
public enum EpochOrder
{
    /// <summary>Another one each time: two visits of a chunk are anything from nothing to two epochs apart.</summary>
    Random,

    /// <summary>Nearly the same each time: two visits of a chunk are about an epoch apart, so that what was seen longest ago comes first.</summary>
    Spaced,
}

/// <summary>Which samples are trained on, and when.</summary>
public sealed record SamplingOptions
{
    /// <summary>What chooses the chunks, the windows of text, that are trained on next.</summary>
    public SamplerKind Sampler { get; init; }

    /// <summary>In which order epochs go through the chunks; a function of seed and epoch.</summary>
    public EpochOrder Order { get; init; }

    /// <summary>Where <see cref="Order"/> is <c>spaced</c>: by what share of an epoch the distance between two visits of a chunk may differ
    /// from one epoch. More mixes batches better. Where it is less than two chunks, all epochs have one order.</summary>
    public double OrderJitter { get; init; } = 0.05;

    /// <summary>The fixed probabilities of <see cref="SamplerKind.Static"/>.</summary>
    public StaticOptions Static { get; init; } = new();

    /// <summary>The states of <see cref="SamplerKind.Dynamic"/>.</summary>
    public DynamicOptions Dynamic { get; init; } = new();

    /// <summary>What <see cref="SamplerKind.Worth"/> takes.</summary>
    public WorthOptions Worth { get; init; } = new();

    /// <summary>Short and simple chunks first; goes with every sampler.</summary>
    public CurriculumOptions Curriculum { get; init; } = new();

    /// <summary>Leaves easy tokens out of the softmax; goes with every sampler.</summary>
    public ThinningOptions Thinning { get; init; } = new();

    /// <summary>The share of all input words that is taken out, for the model to learn without them; targets stay. Replaced by the unknown
    /// word, or where there is none by the end-of-text token (Bowman et al. 2016, section 3.1).</summary>
    public double WordDropout { get; init; }

    /// <summary>By how many pixels at most a picture is shifted in each direction before it is learnt from; white comes in from the sides.</summary>
    public int ImageShift { get; init; }

    /// <summary>By what share at most red, green and blue of a picture become more or less before it is learnt from, each by itself; white stays white.</summary>
    public double ImageColor { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(
            Order == EpochOrder.Random || Sampler == SamplerKind.Uniform, "sampling.order", "spaced",
            "be random where sampling.sampler is not uniform: its chunks come at distances of their own");
        problems.Require(OrderJitter is >= 0 and <= 1, "sampling.orderJitter", OrderJitter, "be from 0 to 1");
        problems.Require(WordDropout is >= 0 and < 1, "sampling.wordDropout", WordDropout, "be at least 0 and below 1");
        problems.Require(ImageShift is >= 0 and <= 64, "sampling.imageShift", ImageShift, "be from 0 to 64");
        problems.Require(ImageColor is >= 0 and <= 1, "sampling.imageColor", ImageColor, "be from 0 to 1");
        Static.Validate(problems, isUsed: Sampler == SamplerKind.Static);
        Dynamic.Validate(problems);
        Worth.Validate(problems);
        Curriculum.Validate(problems);
        Thinning.Validate(problems);
    }
}
