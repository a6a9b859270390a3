using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Workers.Sums;

/// <summary>
/// The sum of the workers' gradients. What a backward pass has completed can be sent while it goes on, a few large buckets in the order of
/// <see cref="ParameterEntry.Stage"/> (Li et al. 2020, "PyTorch Distributed"). Of a table that took its gradient row by row, only the parts that some worker
/// touched are sent; all workers then have the same marks, so that norm and update leave out none of them.
/// </summary>
/// <param name="parameters">The model's, the same on all workers.</param>
/// <param name="workers">The workers.</param>
/// <param name="parts">Where each worker needs its part alone, whose is whose; rows that were touched are given to all. Null gives all to everybody.</param>
internal sealed class GradientSum(ParameterBuffer parameters, IWorkers workers, Parts? parts = null)
{
    private readonly List<IPendingSum> _begun = [];

    // Stages are complete below the one, and begun below the other.
    private int _complete;
    private int _sent;

    /// <summary>The fewest numbers that are sent by themselves while the pass goes on: fewer go with those of the next stages.</summary>
    public long BucketLength { get; init; } = 1 << 18;

    /// <summary>Takes note that the gradients of all stages up to one are complete, and begins the sums of those that fill a bucket. All workers begin the same ones in
    /// the same order, however many stages each notes at once.</summary>
    /// <param name="stage">As <see cref="ParameterEntry.Stage"/>.</param>
    public void Complete(int stage)
    {
        if (workers.Count == 1)
            return;
        for (stage = Math.Min(stage, LastStage); _complete <= stage;)
        {
            _complete++;
            var ranges = Ranges(slot => StageOf(slot) is { } own && own >= _sent && own < _complete);
            if (ranges.Sum(range => range.Length) < BucketLength)
                continue;
            ranges.ForEach(Begin);
            _sent = _complete;
        }
    }

    /// <summary>Replaces the gradients of all that is trained by their sums, and the marks of touched rows by their union. Until then nobody may touch what was begun.</summary>
    public void Finish()
    {
        if (workers.Count == 1)
            return;
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var range in Ranges(slot => StageOf(slot) is not { } own || own >= _sent))
        {
            if (range.Touched is { } touched && Union(touched))
                SumTouched(range);
            else
                Begin(range);
        }
        _begun.ForEach(sum => sum.Wait());
        _begun.Clear();
        (_complete, _sent) = (0, 0);
    }

    private Tensor Gradients => parameters.Gradients ?? throw new InvalidOperationException("The parameters have no gradients yet.");

    private int LastStage => parameters.Slots.Max(slot => StageOf(slot) ?? -1);

    private List<FlatRange> Ranges(Func<ParameterSlot, bool> isIncluded) => parameters.TrainedRanges(_ => 0, isIncluded).ConvertAll(range => range.Place);

    /// <summary>Biases and scales, few numbers in many places, go together when all is over.</summary>
    private static int? StageOf(ParameterSlot slot) => slot.Role == ParameterRole.Factor ? slot.Entry.Stage : null;

    private void Begin(FlatRange range)
    {
        using var frozen = no_grad();
        using var numbers = Gradients.narrow(0, range.Start, range.Length);
        _begun.Add(parts is null ? workers.BeginSum(numbers) : workers.BeginReduceScatter(numbers, parts.Within(range.Start, range.Length)));
    }

    /// <summary>Gives all workers the marks of each. One that has none where others have some was given no rows: it touched nothing.</summary>
    /// <returns>Whether there are marks.</returns>
    private bool Union(TouchedParts touched)
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
    private void SumTouched(FlatRange range)
    {
        var gradients = Gradients;
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
