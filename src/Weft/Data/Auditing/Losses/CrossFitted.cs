using Weft.Foundation;

namespace Weft.Data.Auditing.Losses;

/// <summary>
/// What can be learnt of a text without a neural model: each half of it is measured by an n-gram model of the other half, so that no passage is known by heart. Halves are
/// blocks of words, dealt by a keyed hash.
/// </summary>
internal sealed class CrossFitted
{
    /// <summary>How many words a block has.</summary>
    public const int Block = 2_048;

    private readonly NgramModel[] _models = [new(), new()];

    /// <summary>Learns from blocks.</summary>
    /// <param name="blocks">How many there are.</param>
    /// <param name="learn">Counts the words of a block.</param>
    /// <param name="stop">Ends it.</param>
    public CrossFitted(long blocks, Action<long, NgramModel> learn, CancellationToken stop) =>
        Parallel.For(0, _models.Length, new ParallelOptions { CancellationToken = stop }, half =>
        {
            for (var block = 0L; block < blocks; block++)
            {
                stop.ThrowIfCancellationRequested();
                if (HalfOf(block) == half)
                    learn(block, _models[half]);
            }
            _models[half].Complete();
        });

    /// <summary>The model that has not seen a block.</summary>
    public NgramModel For(long block) => _models[1 - HalfOf(block)];

    /// <summary>Which half a block belongs to.</summary>
    public static int HalfOf(long block) => (int)(RandomStream.Mix((ulong)block + 1) & 1);
}
