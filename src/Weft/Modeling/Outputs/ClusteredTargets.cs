using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>The targets of a batch as classes of the head and of the tails. Worked out on the CPU; the tensors are the caller's scope's.</summary>
internal sealed class ClusteredTargets
{
    /// <summary>Sorts targets into clusters.</summary>
    /// <param name="targets">[rows], int64; values that are no token stay what they are.</param>
    /// <param name="clusters">The division of the vocabulary.</param>
    /// <param name="device">Where the results go; copies do not wait for it.</param>
    public ClusteredTargets(Tensor targets, VocabularyClusters clusters, Device device)
    {
        var here = targets.cpu().contiguous();
        var tokens = TensorMemory.Span<long>(here);
        var head = empty_like(here);
        var classes = TensorMemory.Span<long>(head);
        var counts = new int[clusters.Tails];
        for (var row = 0; row < tokens.Length; row++)
        {
            var tail = clusters.TailOf(tokens[row]);
            classes[row] = tail < 0 ? tokens[row] : clusters.Shortlist + tail;
            if (tail >= 0)
                counts[tail]++;
        }
        Head = head.to(device, non_blocking: true);
        var tails = new TailTargets?[counts.Length];
        for (var tail = 0; tail < tails.Length; tail++)
            tails[tail] = counts[tail] == 0 ? null : TailTargets.Collect(tokens, clusters, tail, counts[tail], device);
        Tails = tails;
        GC.KeepAlive(here);
    }

    /// <summary>Classes of the head, [rows].</summary>
    public Tensor Head { get; }

    /// <summary>The rows of each tail, or null where it has none.</summary>
    public IReadOnlyList<TailTargets?> Tails { get; }
}

/// <summary>The rows whose targets are in one tail.</summary>
/// <param name="Rows">Their numbers in the batch, rising, int64.</param>
/// <param name="Classes">Their targets as classes of the tail, int64.</param>
internal sealed record TailTargets(Tensor Rows, Tensor Classes)
{
    public static TailTargets Collect(ReadOnlySpan<long> tokens, VocabularyClusters clusters, int tail, int count, Device device)
    {
        var (rows, classes) = (empty(count, ScalarType.Int64), empty(count, ScalarType.Int64));
        var rowNumbers = TensorMemory.Span<long>(rows);
        var classNumbers = TensorMemory.Span<long>(classes);
        var next = 0;
        for (var row = 0; row < tokens.Length; row++)
        {
            if (clusters.TailOf(tokens[row]) != tail)
                continue;
            rowNumbers[next] = row;
            classNumbers[next++] = tokens[row] - clusters.First(tail);
        }
        return new TailTargets(rows.to(device, non_blocking: true), classes.to(device, non_blocking: true));
    }
}
