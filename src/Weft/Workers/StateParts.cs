using Weft.Modeling.Parameters;
using Weft.Optimization;

namespace Weft.Workers;

/// <summary>Which numbers of a model's flat buffers each worker's optimizer keeps its state of.</summary>
internal static class StateParts
{
    /// <summary>
    /// Parts of about the same length, one for each worker. They are cut between the blocks over which the gradients' norm is summed, in every phase,
    /// so that the norm has the same bits for any number of workers.
    /// </summary>
    /// <param name="parameters">The model's.</param>
    /// <param name="count">The number of workers.</param>
    /// <param name="trained">For each phase, whether it trains a parameter.</param>
    public static Parts Of(ParameterBuffer parameters, int count, IReadOnlyList<Func<ParameterSlot, bool>> trained)
    {
        var phases = trained.Select(isTrained => parameters.Ranges(_ => 0, isTrained).ConvertAll(range => range.Place)).ToList();
        var length = parameters.Values.numel();
        var cuts = phases.SelectMany(ranges => ranges).SelectMany(range => range.Borders())
            .Where(cut => phases.All(ranges => ranges.All(range => range.MayBeCutAt(cut))))
            .Append(0).Append(length).Distinct().Order().ToList();
        var ends = Enumerable.Range(1, count - 1).Select(part => Nearest(cuts, (double)length * part / count)).Append(length).ToList();
        return new Parts([.. ends.Select((end, part) => end - (part == 0 ? 0 : ends[part - 1]))]);
    }

    /// <summary>A worker's part as its optimizer's share.</summary>
    public static StateShare ShareOf(this Parts parts, int rank)
    {
        var (start, length) = parts.Of(rank);
        return new StateShare(start, start + length);
    }

    private static long Nearest(List<long> cuts, double place) => cuts.MinBy(cut => Math.Abs(cut - place));
}
