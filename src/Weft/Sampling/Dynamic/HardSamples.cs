using Weft.Sampling.Structures;

namespace Weft.Sampling.Dynamic;

/// <summary>
/// Draws chunks in proportion to a power of their scores. Where samples are to be biased towards hard ones, what was drawn is not drawn
/// again before the plan ends, so that no batch holds a chunk twice; where their weights correct for it, probabilities must stay what
/// they are, and drawn chunks stay in.
/// </summary>
internal sealed class HardSamples
{
    // Weights are whole numbers; a score of 1 is so much.
    private const double Unit = 1 << 20;

    private readonly long[] _weights;
    private readonly bool _isCorrected;
    private readonly double _total;
    private FenwickTree _tree;

    /// <param name="statistics">With the scores of the plan.</param>
    /// <param name="isUsed">Whether a chunk is trained on at all.</param>
    /// <param name="options">The power, and whether samples are corrected for.</param>
    public HardSamples(ChunkStatistics statistics, Func<long, bool> isUsed, DynamicOptions options)
    {
        _isCorrected = options.HardCorrection >= 1;
        _weights = new long[statistics.Count];
        for (var chunk = 0; chunk < _weights.Length; chunk++)
            _weights[chunk] = isUsed(chunk) ? (long)Math.Ceiling(Unit * Math.Pow(statistics.Scores[chunk], options.HardPower)) : 0;
        _tree = new FenwickTree(_weights);
        _total = _tree.Total;
    }

    /// <summary>The probability with which the first draw of the plan takes a chunk.</summary>
    public double ProbabilityOf(long chunk) => _weights[chunk] / _total;

    /// <summary>Draws a chunk.</summary>
    /// <param name="random">Where randomness comes from.</param>
    /// <param name="number">The number of the draw.</param>
    public long Draw(KeyedHash random, long number)
    {
        if (_tree.Total == 0)
            _tree = new FenwickTree(_weights);
        var chunk = _tree.Find(random.Below(number, _tree.Total));
        if (!_isCorrected)
            _tree[chunk] = 0;
        return chunk;
    }
}
