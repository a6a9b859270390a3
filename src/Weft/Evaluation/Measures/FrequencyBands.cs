using System.Text.Json.Serialization;
using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>Scores by how often the target stands in the training split: decades of its count.</summary>
internal sealed class FrequencyBands : ITokenCollector
{
    // A decade for each possible number of digits, and one for tokens that training never saw.
    private const int Bands = 20;

    private readonly byte[] _bandOf;
    private readonly long[] _types = new long[Bands];
    private readonly GroupSums _sums = new(Bands);

    /// <param name="trainingCounts">How often each token of the vocabulary stands in the training split; null for no bands.</param>
    public FrequencyBands(IReadOnlyList<long>? trainingCounts)
    {
        _bandOf = [.. trainingCounts?.Select(BandOf) ?? []];
        foreach (var band in _bandOf)
            _types[band]++;
    }

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        if (_bandOf.Length > 0)
            _sums.Add(_bandOf[token.Target], token);
    }

    /// <inheritdoc/>
    public void Merge(IWorkers workers) => _sums.Merge(workers);

    /// <summary>The bands that have targets, by rising frequency.</summary>
    public IReadOnlyList<FrequencyBand> Report() =>
    [
        .. Enumerable.Range(0, Bands).Where(_sums.HasTokens).Select(band => new FrequencyBand(
            band == 0 ? 0 : PowerOfTen(band - 1), HighestOf(band), _types[band], _sums[band])),
    ];

    /// <summary>The number of digits of a count, 0 for 0.</summary>
    private static byte BandOf(long count)
    {
        byte digits = 0;
        for (; count > 0; count /= 10)
            digits++;
        return digits;
    }

    private static long PowerOfTen(int exponent) => Enumerable.Repeat(10L, exponent).Aggregate(1L, (product, ten) => product * ten);

    /// <summary>All nines; of the last band, which no power of ten ends, the highest number.</summary>
    private static long HighestOf(int band) => band == 0 ? 0 : band == Bands - 1 ? long.MaxValue : PowerOfTen(band) - 1;
}

/// <summary>The targets that stand similarly often in the training split.</summary>
/// <param name="From">Their least count there.</param>
/// <param name="To">Their highest.</param>
/// <param name="Types">How many tokens of the vocabulary are in the band.</param>
/// <param name="Scores">How well its targets are predicted.</param>
public sealed record FrequencyBand(long From, long To, long Types, Scores Scores)
{
    /// <summary>The counts, for people: <c>1,000-9,999</c>.</summary>
    [JsonIgnore]
    public string Label => From == To ? $"{From:N0}" : $"{From:N0}-{To:N0}";
}
