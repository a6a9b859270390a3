using System.Runtime.InteropServices;

namespace Weft.Text.Vectors.Learning;

/// <summary>Passes over a file of pairs, a part of it on each thread.</summary>
/// <param name="model">What learns.</param>
/// <param name="path">The pairs, in random order.</param>
/// <param name="options">Rate and threads.</param>
internal sealed class GloVeTrainer(GloVeModel model, string path, GloVeOptions options)
{
    private const int PairsAtOnce = 1 << 14;
    private long _done;

    /// <summary>Makes one pass.</summary>
    /// <param name="tell">Hears how many pairs are done, from any thread.</param>
    /// <param name="stop">Ends the pass.</param>
    /// <returns>The mean of half the weighted squared errors, each taken before its pair's update.</returns>
    /// <exception cref="InvalidDataException">The numbers grew without bound.</exception>
    public double Pass(Action<long>? tell = null, CancellationToken stop = default)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        var pairs = RandomAccess.GetLength(file) / TrainingPair.Bytes;
        var costs = new double[options.Threads];
        _done = 0;
        var parts = Enumerable.Range(0, options.Threads).Select(part =>
            Task.Factory.StartNew(() => Learn(part), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WhenAll(parts).GetAwaiter().GetResult();
        stop.ThrowIfCancellationRequested();
        var mean = costs.Sum() / Math.Max(1, pairs);
        return double.IsFinite(mean) ? mean : throw new InvalidDataException($"The vectors grew without bound. Train again with a lower --rate than {options.Rate}.");

        void Learn(int part)
        {
            var (at, end) = (pairs * part / options.Threads, pairs * (part + 1) / options.Threads);
            var block = new TrainingPair[PairsAtOnce];
            var rate = (float)options.Rate;
            for (int count; at < end && !stop.IsCancellationRequested; at += count)
            {
                count = (int)Math.Min(block.Length, end - at);
                ReadFully(file, MemoryMarshal.AsBytes(block.AsSpan(0, count)), at * TrainingPair.Bytes);
                foreach (var pair in block.AsSpan(0, count))
                    costs[part] += model.Update(pair, rate);
                tell?.Invoke(Interlocked.Add(ref _done, count));
            }
        }
    }

    private static void ReadFully(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var count = RandomAccess.Read(file, target, offset);
            target = target[count..];
            offset += count;
        }
    }
}
