using Weft.Data;
using Weft.Sampling;

namespace Weft.Training;

/// <summary>Reads the tokens of samples; any thread may.</summary>
/// <param name="loader">Knows the chunks.</param>
/// <param name="wordDropout">The share of all input words that is taken out.</param>
/// <param name="replacement">What stands in their place.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class BatchReader(BatchLoader loader, double wordDropout = 0, int replacement = 0, long seed = 0)
{
    /// <summary>Fills the buffer of a micro-batch.</summary>
    public void Fill(MicroBatch micro) =>
        loader.Fill(micro.Buffer, micro.Samples.Epoch, micro.Samples.Chunks, DropoutOf(micro.Samples));

    /// <summary>What is to be taken out of samples: of each what the run takes out of all, or more where the sampler says so.</summary>
    private WordDropout? DropoutOf(Samples samples)
    {
        if (wordDropout == 0 && samples.WordDropout is null)
            return null;
        double[] rates = [.. samples.Chunks.Select((_, i) => Math.Max(wordDropout, samples.WordDropout?[i] ?? 0))];
        return new WordDropout(rates, replacement, seed, samples.Key);
    }
}
