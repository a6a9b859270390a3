using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Sampling.Worth;

/// <summary>
/// An epoch takes the chunks that cost the model most beside what can be learnt of them, and few others. What a chunk costs is known from training, so that nothing is looked at
/// for its score alone; what can be learnt is <see cref="Learnable"/>. That is another distribution than the text's, and nothing is corrected for it: what is left out is
/// learnt already, or cannot be.
/// </summary>
internal sealed class WorthSampler : ISampler
{
    private readonly WorthOptions _options;
    private readonly ChunkOrders _orders;
    private readonly Competence _competence;
    private readonly Learnable _learnable;
    private readonly WorthScores _scores;
    private readonly ChunkWalk _walk;
    private (long Epoch, KeyedHash Hash)? _takes;

    /// <param name="options">How much is taken.</param>
    /// <param name="learnable">What is known of the chunks.</param>
    /// <param name="orders">The orders in which they are gone through.</param>
    /// <param name="competence">Which are passed over in the beginning.</param>
    /// <param name="state">Where to go on, or null to begin. What <see cref="Memory"/> names must be filled before the first choice.</param>
    internal WorthSampler(WorthOptions options, Learnable learnable, ChunkOrders orders, Competence competence, SamplerState? state = null)
    {
        (_options, _learnable, _orders, _competence) = (options, learnable, orders, competence);
        _scores = new WorthScores(checked((int)orders.Count));
        _walk = new ChunkWalk(orders, state ?? new SamplerState(0, 0));
    }

    /// <inheritdoc/>
    public SamplerState State => new(_walk.Epoch, _walk.Position);

    /// <summary>Within an epoch, where nothing is too complex any more.</summary>
    public bool CanDrawAhead => !IsPlanOver && _competence.IsFull;

    /// <inheritdoc/>
    public bool IsPlanOver => _walk.IsAtEnd;

    /// <inheritdoc/>
    public bool WantsLosses => true;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Array Values)> Memory => [.. _scores.Memory, ("sampler.learnable", _learnable.Losses), ("sampler.garbage", _learnable.Garbage)];

    /// <inheritdoc/>
    public Samples Next(int count, double progress)
    {
        _competence.Grow(progress);
        var chunks = new List<long>(count);
        while (chunks.Count == 0)
        {
            if (IsPlanOver)
                _scores.Rank(IsGarbage);
            _walk.EnterEpoch();
            for (; chunks.Count < count && !_walk.IsAtEnd; _walk.Step())
            {
                if (Takes(_walk.Here.Chunk))
                    chunks.Add(_walk.Here.Chunk);
            }
        }
        // An epoch that has nothing left is over before anybody asks to draw ahead.
        while (!_walk.IsAtEnd && !Takes(_walk.Here.Chunk))
            _walk.Step();
        return new Samples(_walk.Epoch, [.. chunks]) { Key = _walk.Epoch * _orders.Count + _walk.Position };
    }

    /// <inheritdoc/>
    public void Observe(Samples samples, ReadOnlySpan<float> losses)
    {
        var (costs, standFor) = (losses.ToArray(), new double[losses.Length]);
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i] -= _learnable.Losses[samples.Examples[i]];
            standFor[i] = IsChosen(samples.Examples[i], samples.Epoch) ? 1 : 1 / _options.Lowest;
        }
        _scores.Observe(samples.Examples, costs, standFor, isFirst: samples.Epoch == 0);
    }

    /// <inheritdoc/>
    public SamplingReport Report() => new(_scores.Rates(), []);

    private bool Takes(long chunk)
    {
        if (!_competence.Allows(chunk))
            return false;
        if (IsChosen(chunk, _walk.Epoch))
            return true;
        if (_takes is not { } takes || takes.Epoch != _walk.Epoch)
            _takes = takes = (_walk.Epoch, new KeyedHash(_orders.Seed, "worth", _walk.Epoch));
        return takes.Hash.Happens(chunk, _options.Lowest);
    }

    private bool IsChosen(long chunk, long epoch) => !IsGarbage((int)chunk) && (epoch == 0 || _scores.Ranks[(int)chunk] > 1 - _options.Share);

    private bool IsGarbage(int chunk) => _learnable.Garbage[chunk] != 0;
}
