using Weft.Foundation;

namespace Weft.Modeling.Outputs;

/// <summary>How the adaptive softmax divides the vocabulary, which is taken to be ordered by falling frequency.</summary>
public sealed record AdaptiveSoftmaxOptions
{
    /// <summary>The ids at which clusters begin, rising: the tokens before the first are the shortlist, each cut opens a tail. Empty
    /// divides after a sixteenth and after a quarter of the vocabulary.</summary>
    public IReadOnlyList<int> Cutoffs { get; init; } = [];

    /// <summary>Tail i, counted from 1, sees the hidden state projected to model.dimension / divisor^i dimensions.</summary>
    public int Divisor { get; init; } = 4;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, int dimension)
    {
        problems.Require(Divisor >= 1, "model.adaptive.divisor", Divisor, "be at least 1");
        var isRising = Cutoffs.Prepend(0).Zip(Cutoffs).All(pair => pair.First < pair.Second);
        problems.Require(isRising, "model.adaptive.cutoffs", AsText(Cutoffs), "hold rising numbers, the first at least 1");
        if (Divisor < 1 || dimension < 1)
            return;
        var tails = Cutoffs.Count > 0 ? Cutoffs.Count : VocabularyClusters.DefaultTails;
        var isWide = TailWidth(dimension, tails) >= 1;
        problems.Require(
            isWide, "model.adaptive.divisor", Divisor, $"leave the last of {tails} tails a dimension: model.dimension ({dimension}) / {Divisor}^{tails} is below 1");
    }

    /// <summary>The same options with the cutoffs that a vocabulary gets.</summary>
    /// <exception cref="ConfigurationException">The cutoffs do not fit the vocabulary.</exception>
    internal AdaptiveSoftmaxOptions ResolvedFor(int vocabulary)
    {
        var cutoffs = Cutoffs.Count > 0 ? Cutoffs : VocabularyClusters.DefaultCutoffs(vocabulary);
        if (cutoffs.Count == 0)
            throw new ConfigurationException($"model.softmax is adaptive; a vocabulary of {vocabulary} cannot be divided. Use full.");
        return cutoffs[^1] < vocabulary
            ? this with { Cutoffs = cutoffs }
            : throw new ConfigurationException(
                $"model.adaptive.cutoffs is {AsText(cutoffs)}; it must stay below the size of the vocabulary ({vocabulary}).");
    }

    /// <summary>The dimensions that tail <paramref name="tail"/>, counted from 1, sees.</summary>
    internal int TailWidth(int dimension, int tail)
    {
        for (; tail > 0 && dimension > 0; tail--)
            dimension /= Divisor;
        return dimension;
    }

    private static string AsText(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers)}]";
}
