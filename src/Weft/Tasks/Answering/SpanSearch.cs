using Weft.Data.Batching;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Answering;

/// <summary>Finds the likeliest spans of windows: those that end where they begin or later, and have no more tokens than answers may have.</summary>
internal static class SpanSearch
{
    /// <summary>The likeliest spans of each row of a batch, the best first.</summary>
    /// <param name="batch">Marks the places; no other mark is looked at.</param>
    /// <param name="found">From <see cref="SpanHead.LogProbabilities"/>.</param>
    /// <param name="longest">The most tokens of a span.</param>
    /// <param name="count">How many spans of a row are wanted.</param>
    /// <returns>[rows]</returns>
    public static IReadOnlyList<RowSpans> Of(Batch batch, Tensor found, int longest, int count = 1)
    {
        using var scope = NewDisposeScope();
        var (rows, time) = ((int)batch.Targets.shape[0], (int)batch.Targets.shape[1]);
        var targets = TensorMemory.Span<long>(batch.Targets.contiguous());
        var logarithms = TensorMemory.Span<float>(found.cpu().contiguous());
        var spans = new List<RowSpans>();
        for (var row = 0; row < rows; row++)
        {
            var own = targets.Slice(row * time, time);
            var first = own.IndexOfAnyExcept(ChunkSource.Ignored);
            var places = own.LastIndexOfAnyExcept(ChunkSource.Ignored) + 1 - first;
            var begins = logarithms.Slice(row * time + first, places);
            var ends = logarithms.Slice((rows + row) * time + first, places);
            spans.Add(new RowSpans(begins[0] + (double)ends[0], Best(begins[1..], ends[1..], longest, count)));
        }
        return spans;
    }

    /// <summary>The likeliest spans of a window.</summary>
    /// <param name="begins">[tokens], of each the logarithm of the probability that the answer begins with it.</param>
    /// <param name="ends">[tokens], that it ends with it.</param>
    /// <param name="longest">The most tokens of a span.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>The best first; of equals that which begins earlier, then the shorter.</returns>
    public static IReadOnlyList<Span> Best(ReadOnlySpan<float> begins, ReadOnlySpan<float> ends, int longest, int count)
    {
        var best = new List<Span>();
        for (var begin = 0; begin < begins.Length; begin++)
        {
            for (var end = begin; end < Math.Min(begins.Length, begin + longest); end++)
            {
                var score = begins[begin] + (double)ends[end];
                if (best.Count == count && !(score > best[^1].LogProbability))
                    continue;
                var place = best.FindIndex(other => score > other.LogProbability);
                best.Insert(place < 0 ? best.Count : place, new Span(begin, end, score));
                if (best.Count > count)
                    best.RemoveAt(count);
            }
        }
        return best;
    }

    /// <summary>Tokens of a window, the last one included.</summary>
    internal readonly record struct Span(int Begin, int End, double LogProbability);
}

/// <summary>What a window says.</summary>
/// <param name="None">The logarithm of the probability that the answer is not in it.</param>
/// <param name="Best">The likeliest spans.</param>
internal readonly record struct RowSpans(double None, IReadOnlyList<SpanSearch.Span> Best);
