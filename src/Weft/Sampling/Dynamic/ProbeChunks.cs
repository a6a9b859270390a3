using Weft.Foundation;

namespace Weft.Sampling.Dynamic;

/// <summary>
/// Chunks by which over-fitting is seen: some that are held out of training, and as many that are trained on like all others. Both are
/// short runs of neighbours. Windows begin elsewhere each epoch, by less than their length: the neighbours on both sides of a held-out
/// run are held out too, so that no epoch's window touches it.
/// </summary>
internal sealed class ProbeChunks
{
    private const int RunLength = 8;
    private const int Margin = 1;
    private const int Block = RunLength + 2 * Margin;

    // Held-out text is lost to training: at most a twentieth of it.
    private const int LargestShare = 20;

    private readonly HashSet<long> _heldOut = [];

    private ProbeChunks(List<long> probe, List<long> control) => (Probe, Control) = (probe, control);

    /// <summary>Chunks that are never trained on.</summary>
    public IReadOnlyList<long> Probe { get; }

    /// <summary>Chunks that are.</summary>
    public IReadOnlyList<long> Control { get; }

    /// <summary>How many chunks are held out.</summary>
    public int HeldOut => _heldOut.Count;

    /// <summary>Whether a chunk is held out.</summary>
    public bool IsHeldOut(long chunk) => _heldOut.Contains(chunk);

    /// <summary>Chooses them; a function of the seed alone.</summary>
    /// <param name="chunks">How many chunks there are.</param>
    /// <param name="wanted">How many of each kind are wanted.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="InvalidDataException">There are too few chunks.</exception>
    public static ProbeChunks Choose(long chunks, int wanted, long seed)
    {
        var blocks = (int)Math.Min(chunks / Block, int.MaxValue);
        var taken = (int)Math.Min((wanted + RunLength - 1) / RunLength, blocks / LargestShare);
        if (taken == 0)
        {
            throw new InvalidDataException(
                $"The training split has {chunks:N0} chunks; the dynamic sampler takes at least {LargestShare * Block}.{Environment.NewLine}"
                + "Give more text, lower training.context, or take --sampler uniform.");
        }
        var numbers = new int[blocks];
        for (var i = 0; i < blocks; i++)
            numbers[i] = i;
        RandomStream.For(seed, "probe").Shuffle<int>(numbers);
        var chosen = new ProbeChunks(Of(numbers.Take(taken)), Of(numbers.Skip(taken).Take(taken)));
        foreach (var block in numbers.Take(taken))
            chosen._heldOut.UnionWith(Enumerable.Range(0, Block).Select(i => (long)block * Block + i));
        return chosen;

        List<long> Of(IEnumerable<int> some) =>
            [.. some.Order().SelectMany(block => Enumerable.Range(Margin, RunLength).Select(i => (long)block * Block + i)).Take(wanted)];
    }
}
