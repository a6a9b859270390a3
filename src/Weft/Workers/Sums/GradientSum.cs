using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Workers.Sums;

/// <summary>
/// The sum of the workers' gradients. Of a table that took its gradient row by row, only the parts that some worker touched are sent; all
/// workers then have the same marks, so that norm and update leave out none of them.
/// </summary>
internal static class GradientSum
{
    /// <summary>Replaces the gradients of all that is trained by their sums, and the marks of touched rows by their union.</summary>
    /// <param name="parameters">The model's, the same on all workers.</param>
    /// <param name="workers">The workers.</param>
    /// <param name="parts">Where each worker needs its part alone, whose is whose; rows that were touched are given to all. Null gives all to everybody.</param>
    /// <param name="isMissing">Whose sums are still missing; null is all that is trained.</param>
    public static void Over(ParameterBuffer parameters, IWorkers workers, Parts? parts = null, Func<ParameterSlot, bool>? isMissing = null)
    {
        if (workers.Count == 1)
            return;
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var gradients = parameters.Gradients ?? throw new InvalidOperationException("The parameters have no gradients yet.");
        foreach (var (range, _) in parameters.TrainedRanges(_ => 0, isMissing))
        {
            if (range.Touched is { } touched && Union(touched, workers))
                SumTouched(gradients, range, workers);
            else if (parts is null)
                workers.SumTensor(gradients.narrow(0, range.Start, range.Length));
            else
                workers.ReduceScatter(gradients.narrow(0, range.Start, range.Length), parts.Within(range.Start, range.Length));
        }
    }

    /// <summary>Gives all workers the marks of each. One that has none where others have some was given no rows: it touched nothing.</summary>
    /// <returns>Whether there are marks.</returns>
    private static bool Union(TouchedParts touched, IWorkers workers)
    {
        if (!workers.Any(touched.HasMarks))
            return false;
        var own = touched.Pack();
        var all = workers.Gather(own);
        for (var first = 0; first < all.Length; first += own.Length)
            touched.Mark(all.AsSpan(first, own.Length));
        return true;
    }

    /// <summary>Marks are made on the CPU alone, so that the numbers can be reached as spans.</summary>
    private static void SumTouched(Tensor gradients, FlatRange range, IWorkers workers)
    {
        var numbers = TensorMemory.Span<float>(gradients).Slice((int)range.Start, (int)range.Length);
        var stretches = Stretches(range);
        var packed = empty(stretches.Sum(stretch => stretch.Length), ScalarType.Float32);
        var sent = TensorMemory.Span<float>(packed);
        foreach (var (start, length) in stretches)
        {
            numbers.Slice(start, length).CopyTo(sent);
            sent = sent[length..];
        }
        workers.SumTensor(packed);
        var sums = TensorMemory.Span<float>(packed);
        foreach (var (start, length) in stretches)
        {
            sums[..length].CopyTo(numbers[start..]);
            sums = sums[length..];
        }
        GC.KeepAlive(gradients);
        GC.KeepAlive(packed);
    }

    private static List<(int Start, int Length)> Stretches(FlatRange range)
    {
        var stretches = new List<(int Start, int Length)>();
        for (var start = 0; start < range.Length;)
        {
            var (isTouched, length) = range.Stretch(start, range.Length);
            if (isTouched)
                stretches.Add((start, length));
            start += length;
        }
        return stretches;
    }
}
