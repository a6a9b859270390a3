using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Text.Vectors.Learning;

/// <summary>
/// Puts pairs into a random order in bounded memory: each goes to a bucket drawn at random, and each bucket is shuffled alone. Every
/// order of all pairs is then as likely as any other.
/// </summary>
internal sealed class PairShuffler : IDisposable
{
    private const int PairsAtOnce = 1 << 12;

    private readonly string _folder;
    private readonly List<FileStream> _buckets;
    private readonly TrainingPair[][] _blocks;
    private readonly int[] _filled;
    private readonly long _seed;
    private RandomStream _random;

    /// <param name="folder">Where buckets go; it exists.</param>
    /// <param name="mostPairs">At least as many as there will be.</param>
    /// <param name="memoryBytes">What a bucket may take, about.</param>
    /// <param name="seed">Determines the order.</param>
    public PairShuffler(string folder, long mostPairs, long memoryBytes, long seed)
    {
        (_folder, _seed) = (folder, seed);
        _random = RandomStream.For(seed, "vector buckets");
        // Half as much again, because chance fills some more than others.
        var count = (int)Math.Clamp(3 * mostPairs * TrainingPair.Bytes / (2 * memoryBytes) + 1, 1, 512);
        _buckets = [.. Enumerable.Range(0, count).Select(i =>
            new FileStream(Path.Combine(folder, $"bucket-{i:D3}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose))];
        _blocks = [.. Enumerable.Range(0, count).Select(_ => new TrainingPair[PairsAtOnce])];
        _filled = new int[count];
    }

    /// <summary>How many pairs were taken.</summary>
    public long Count { get; private set; }

    /// <summary>How many buckets there are.</summary>
    public int Buckets => _buckets.Count;

    /// <summary>Takes a pair.</summary>
    public void Add(TrainingPair pair)
    {
        Count++;
        var bucket = _buckets.Count == 1 ? 0 : _random.NextInt32(_buckets.Count);
        _blocks[bucket][_filled[bucket]++] = pair;
        if (_filled[bucket] == PairsAtOnce)
            Flush(bucket);
    }

    /// <summary>Writes all pairs in a random order into one file.</summary>
    /// <returns>The file.</returns>
    public string Write()
    {
        var path = Path.Combine(_folder, "shuffled");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var bucket = 0; bucket < _buckets.Count; bucket++)
        {
            Flush(bucket);
            var pairs = new TrainingPair[_buckets[bucket].Length / TrainingPair.Bytes];
            _buckets[bucket].Position = 0;
            var bytes = MemoryMarshal.AsBytes(pairs.AsSpan());
            _buckets[bucket].ReadExactly(bytes);
            RandomStream.For(_seed, "vector pairs", bucket).Shuffle(pairs.AsSpan());
            file.Write(bytes);
        }
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _buckets.ForEach(bucket => bucket.Dispose());

    private void Flush(int bucket)
    {
        _buckets[bucket].Write(MemoryMarshal.AsBytes(_blocks[bucket].AsSpan(0, _filled[bucket])));
        _filled[bucket] = 0;
    }
}
