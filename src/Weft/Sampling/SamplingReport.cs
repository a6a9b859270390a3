using Weft.Sampling.Dynamic;

namespace Weft.Sampling;

/// <summary>What a sampler has learnt about the chunks.</summary>
/// <param name="Rates">How often each chunk was trained on, relative to the mean of all; 1 for those that were held out.</param>
/// <param name="Stuck">Chunks that stayed hard without progress, the hardest first.</param>
public sealed record SamplingReport(float[] Rates, IReadOnlyList<StuckChunk> Stuck)
{
    private const string FolderName = "sampling";

    /// <summary>The folder of a run that its report is written to.</summary>
    internal static string FolderOf(string run) => Path.Combine(run, FolderName);

    /// <summary>Where a run's rates are.</summary>
    internal static string RatesOf(string run) => Path.Combine(FolderOf(run), "rates.tsv");

    /// <summary>Draws it up.</summary>
    internal static SamplingReport Of(ChunkStatistics statistics, Func<long, bool> isHeldOut)
    {
        int[] used = [.. Enumerable.Range(0, statistics.Count).Where(chunk => !isHeldOut(chunk))];
        var mean = Math.Max(double.Epsilon, used.Average(chunk => (double)statistics.Visits[chunk]));
        var rates = new float[statistics.Count];
        Array.Fill(rates, 1);
        foreach (var chunk in used)
            rates[chunk] = (float)(statistics.Visits[chunk] / mean);
        return new SamplingReport(rates,
        [
            .. used.Where(chunk => statistics.IsStuck(chunk))
                .Select(chunk => new StuckChunk(chunk, statistics.Visits[chunk], statistics.Losses[chunk], statistics.Excesses[chunk]))
                .OrderByDescending(chunk => chunk.Excess),
        ]);
    }
}

/// <summary>A chunk that stayed hard without progress: damaged text, perhaps, or another language.</summary>
/// <param name="Chunk">Its number.</param>
/// <param name="Visits">How often it was trained on.</param>
/// <param name="Loss">Its last mean loss, nats a target.</param>
/// <param name="Excess">How far its losses were above the mean of their time, averaged; nats a target.</param>
public sealed record StuckChunk(long Chunk, int Visits, float Loss, float Excess);
