namespace Weft.Sampling;

/// <summary>Chosen examples: the rows of a batch.</summary>
/// <param name="Epoch">The epoch, as which they are to be read.</param>
/// <param name="Examples">Their numbers.</param>
public sealed record Samples(long Epoch, long[] Examples)
{
    /// <summary>What each counts in the loss; null where all count 1.</summary>
    public float[]? Weights { get; init; }

    /// <summary>
    /// For how many examples each stands on the average. A sampler that leaves out every third one says 1.5: the loss of the batch is
    /// divided by 1.5 times its targets, its nominal size, whatever the weights in it happen to add up to. Dividing by their sum would
    /// bias the gradient.
    /// </summary>
    public double StandsFor { get; init; } = 1;

    /// <summary>The share of each one's input words that is taken out; null where none is.</summary>
    public float[]? WordDropout { get; init; }

    /// <summary>A number that no other choice of the run has: the key of what is random about it.</summary>
    public long Key { get; init; }

    /// <summary>The number that the first of these rows has among all that were drawn; 0 where these are all.</summary>
    internal int First { get; private init; }

    /// <summary>All that were drawn, where these rows are a worker's part of them; else null.</summary>
    internal long[]? Drawn { get; private init; }

    /// <summary>Some of the rows, for the worker whose they are.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many; none where there are fewer rows than workers.</param>
    internal Samples Part(int first, int count) => count == Examples.Length ? this : this with
    {
        Examples = Examples[first..(first + count)],
        Weights = Weights?[first..(first + count)],
        WordDropout = WordDropout?[first..(first + count)],
        First = first,
        Drawn = Examples,
    };
}
