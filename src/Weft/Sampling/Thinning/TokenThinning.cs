using System.Numerics.Tensors;
using Weft.Sampling.Structures;

namespace Weft.Sampling.Thinning;

/// <summary>
/// Keeps easy targets with a probability and weights them with its inverse, so that the gradient stays what it is on the average. Easy are
/// the targets whose word has had a low mean loss: known before the softmax, which is what is to be saved. Two numbers a word.
/// </summary>
/// <param name="options">How much is left out.</param>
/// <param name="vocabulary">Tokens in the vocabulary.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class TokenThinning(ThinningOptions options, int vocabulary, long seed) : ICheckpointed
{
    // What the newest loss of a word counts in its average, and how fast the limit between easy and hard moves.
    private const float Averaging = 0.05f;
    private const float LimitStep = 0.2f;

    private readonly float[] _losses = NotSeen(vocabulary);
    private readonly float[] _limit = [0];

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Array Values)> Memory => [("thinning.losses", _losses), ("thinning.limit", _limit)];

    /// <summary>The mean loss below which a word is easy, nats.</summary>
    public float Limit => _limit[0];

    /// <summary>Chooses the rows that stay in the softmax.</summary>
    /// <param name="targets">The target of each row; negative where none is scored: these rows go.</param>
    /// <param name="key">The key of the choice: another for each batch.</param>
    /// <param name="first">The number of the first row, where other workers have those before it.</param>
    /// <param name="isAnyKept">From whether this worker keeps a row, whether any does; null where there is no other.</param>
    /// <returns>The rows, in rising order, and what each counts. All are kept where chance would leave none, to no worker.</returns>
    public (long[] Rows, float[] Weights) Choose(ReadOnlySpan<long> targets, long key, long first = 0, Func<bool, bool>? isAnyKept = null)
    {
        var hash = new KeyedHash(seed, "thinning", key);
        var (rows, weights) = (new List<long>(targets.Length), new List<float>(targets.Length));
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] < 0)
                continue;
            var isEasy = _losses[targets[row]] < _limit[0];
            if (isEasy && !hash.Happens(first + row, options.Keep))
                continue;
            rows.Add(row);
            weights.Add(isEasy ? (float)(1 / options.Keep) : 1);
        }
        var isKept = isAnyKept?.Invoke(rows.Count > 0) ?? rows.Count > 0;
        return isKept ? ([.. rows], [.. weights]) : All(targets);
    }

    /// <summary>Takes in what kept targets cost.</summary>
    /// <param name="targets">The targets of the rows that <see cref="Choose"/> kept.</param>
    /// <param name="weights">What each counted.</param>
    /// <param name="losses">Their plain losses, nats.</param>
    public void Observe(ReadOnlySpan<long> targets, ReadOnlySpan<float> weights, ReadOnlySpan<float> losses)
    {
        var (easy, all) = (0f, 0f);
        for (var i = 0; i < targets.Length; i++)
        {
            ref var mean = ref _losses[targets[i]];
            easy += mean < _limit[0] ? weights[i] : 0;
            all += weights[i];
            mean = float.IsFinite(mean) ? mean + Averaging * (losses[i] - mean) : losses[i];
        }
        if (all <= 0)
            return;
        // From 0 it would take a hundred batches to come to where losses are. Then upwards where fewer targets than asked for are easy.
        _limit[0] = _limit[0] == 0 ? TensorPrimitives.Average(losses) : _limit[0] + LimitStep * ((float)options.EasyShare - easy / all);
    }

    private static (long[] Rows, float[] Weights) All(ReadOnlySpan<long> targets)
    {
        var rows = new List<long>();
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] >= 0)
                rows.Add(row);
        }
        return ([.. rows], [.. rows.Select(_ => 1f)]);
    }

    private static float[] NotSeen(int vocabulary)
    {
        var losses = new float[vocabulary];
        Array.Fill(losses, float.PositiveInfinity);
        return losses;
    }
}
