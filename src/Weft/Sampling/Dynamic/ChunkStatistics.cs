namespace Weft.Sampling.Dynamic;

/// <summary>
/// What is known of each chunk, 17 bytes. Losses fall as the model learns, so that an old loss says little; what is averaged is how far
/// a loss was above the mean loss of its own time.
/// </summary>
/// <param name="count">The number of chunks.</param>
/// <param name="options">How losses are averaged.</param>
internal sealed class ChunkStatistics(int count, DynamicOptions options)
{
    // The mean loss of training is an average over about so many chunks.
    private const double MeanOf = 1000;

    // Among the hardest tenth, and a loss that fell by less than a hundredth.
    private const float HardestFrom = 0.9f;
    private const float Progress = 0.99f;

    private readonly float[] _excesses = new float[count];
    private readonly float[] _losses = new float[count];
    private readonly float[] _scores = new float[count];
    private readonly int[] _visits = new int[count];
    private readonly byte[] _stuck = new byte[count];
    private readonly double[] _mean = new double[1];

    /// <summary>How many chunks there are.</summary>
    public int Count => count;

    /// <summary>How far each chunk's losses were above the mean of their time, averaged; nats a target.</summary>
    public ReadOnlySpan<float> Excesses => _excesses;

    /// <summary>How hard each chunk was when the present plan was made: its place among chunks like it, 0 to 1.</summary>
    public Span<float> Scores => _scores;

    /// <summary>The last loss of each.</summary>
    public ReadOnlySpan<float> Losses => _losses;

    /// <summary>How often each was trained on.</summary>
    public ReadOnlySpan<int> Visits => _visits;

    /// <summary>The arrays, for a checkpoint.</summary>
    internal IReadOnlyList<(string Name, Array Values)> Memory =>
    [
        ("sampler.excesses", _excesses), ("sampler.losses", _losses), ("sampler.scores", _scores), ("sampler.visits", _visits),
        ("sampler.stuck", _stuck), ("sampler.mean", _mean),
    ];

    /// <summary>Whether a chunk has been hard for several visits and made no progress.</summary>
    public bool IsStuck(long chunk) => _stuck[chunk] >= options.StuckVisits;

    /// <summary>Takes in what chunks cost when they were trained on.</summary>
    /// <param name="chunks">Which.</param>
    /// <param name="losses">Their mean losses, nats a target.</param>
    public void Observe(ReadOnlySpan<long> chunks, ReadOnlySpan<float> losses)
    {
        // All chunks of a batch had the same model before them.
        var mean = _mean[0] == 0 ? System.Numerics.Tensors.TensorPrimitives.Average(losses) : _mean[0];
        var sum = 0.0;
        for (var i = 0; i < chunks.Length; i++)
        {
            Observe(chunks[i], losses[i], losses[i] - mean);
            sum += losses[i] - mean;
        }
        _mean[0] = mean + sum / Math.Max(MeanOf, chunks.Length);
    }

    private void Observe(long chunk, float loss, double excess)
    {
        var isFirst = _visits[chunk] == 0;
        _stuck[chunk] = !isFirst && _scores[chunk] >= HardestFrom && loss > Progress * _losses[chunk]
            ? (byte)Math.Min(byte.MaxValue, _stuck[chunk] + 1)
            // What is stuck is an average chunk from then on, until it makes progress.
            : IsStuck(chunk) && loss > Progress * _losses[chunk] ? _stuck[chunk] : (byte)0;
        _excesses[chunk] = (float)(isFirst ? excess : options.Averaging * excess + (1 - options.Averaging) * _excesses[chunk]);
        _losses[chunk] = loss;
        _visits[chunk]++;
    }
}
