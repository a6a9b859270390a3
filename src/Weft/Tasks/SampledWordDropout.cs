using Weft.Data.Batching;
using Weft.Sampling;
using Weft.Text.Vocabularies;

namespace Weft.Tasks;

/// <summary>What is to be taken out of the inputs of samples.</summary>
internal static class SampledWordDropout
{
    /// <summary>Of each sample what the run takes out of all, or more where the sampler says so; null where nothing is taken out.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="share">The share of words that the run takes out of all.</param>
    /// <param name="vocabulary">Has the token that stands in their place: the unknown one, or end-of-text where there is none.</param>
    /// <param name="seed">The run's.</param>
    public static WordDropout? Of(Samples samples, double share, Vocabulary vocabulary, long seed)
    {
        if (share == 0 && samples.WordDropout is null)
            return null;
        double[] rates = [.. samples.Examples.Select((_, i) => Math.Max(share, samples.WordDropout?[i] ?? 0))];
        return new WordDropout(rates, vocabulary.UnknownId ?? vocabulary.EndOfTextId, seed, samples.Key, samples.First);
    }
}
