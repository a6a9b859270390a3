using Weft.Foundation;

namespace Weft.Sampling.Static;

/// <summary>Where fixed probabilities come from and what they count.</summary>
public sealed record StaticOptions
{
    /// <summary>
    /// <c>length</c> (in proportion to the targets of a chunk), <c>rarity</c> (to the mean surprisal of its words), <c>file:PATH</c> (a
    /// chunk's number, a tab and a weight on each line; other chunks have weight 1), <c>run:FOLDER</c> (as often as a finished
    /// training with the dynamic sampler took each chunk of the same text), or <c>audit</c> (one over how often the chunk's passages stand in
    /// the training split, times <see cref="Garbage"/> where its words are in no order).
    /// </summary>
    public string From { get; init; } = "rarity";

    /// <summary>With <c>audit</c>, the weight of a chunk whose words tell no more of one another than shuffled ones; 0 leaves it out.</summary>
    public double Garbage { get; init; } = 0.25;

    /// <summary>The power to which the weights are raised: 0 makes all alike, 2 doubles their contrast.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>
    /// A chunk that comes r times as often as under uniform sampling counts r to the power of minus this: 0 trains on another
    /// distribution, that of the probabilities; 1 on the text's own.
    /// </summary>
    public double Correction { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, bool isUsed)
    {
        problems.Require(Garbage is >= 0 and <= 1, "sampling.static.garbage", Garbage, "be from 0 to 1");
        problems.Require(Exponent is >= -10 and <= 10, "sampling.static.exponent", Exponent, "be from -10 to 10");
        problems.Require(Correction is >= 0 and <= 1, "sampling.static.correction", Correction, "be from 0 to 1");
        if (isUsed)
            problems.Require(StaticRates.IsKnown(From), "sampling.static.from", From, "be audit, length, rarity, file:PATH or run:FOLDER");
    }
}
