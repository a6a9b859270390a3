using Weft.Foundation;

namespace Weft.Data.Batching;

/// <summary>Takes words out of the inputs of a batch, so that a model does not lean on single ones (Bowman et al. 2016, section 3.1).</summary>
/// <param name="rates">The share that is taken out of each row.</param>
/// <param name="replacement">What stands in their place.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="key">The key of the batch: the same one takes the same words.</param>
/// <param name="first">The number of the first row, where other workers have those before it.</param>
internal sealed class WordDropout(IReadOnlyList<double> rates, int replacement, long seed, long key, int first = 0)
{
    /// <summary>Takes words out of a row.</summary>
    /// <param name="ids">Its inputs; those that are taken out are replaced.</param>
    /// <param name="row">Its number.</param>
    public void Apply(Span<long> ids, int row)
    {
        if (rates[row] <= 0)
            return;
        var random = RandomStream.For(seed, "word dropout", key, first + row);
        foreach (ref var id in ids)
        {
            if (random.NextDouble() < rates[row])
                id = replacement;
        }
    }
}
