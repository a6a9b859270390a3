using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>
/// Measures a batch with an adaptive softmax: the loss of every row, and whether its target is the likeliest token of the whole
/// vocabulary. A token of a tail is never likelier than the tail, so a tail is looked at only for rows that have their target in it,
/// or for which it is likelier than the best token so far: the answer is exact. Of equally likely tokens the first is the best.
/// Lives in the scope of one measurement.
/// </summary>
internal sealed class AdaptiveMeasurement
{
    // A few rows at a time: [rows, classes of the head] of a whole batch never exist at once.
    private const long RowsAtOnce = 256;

    private readonly VocabularyClusters _clusters;
    private readonly Tensor _hidden;
    private readonly Tensor _tokens;
    private readonly ClusteredTargets _targets;
    private readonly Tensor _isScored; // [rows], as all that follow
    private readonly Tensor _losses;
    private readonly Tensor _best;
    private readonly Tensor _bestToken;
    private readonly Tensor _tailLogarithms; // [rows, tails]

    /// <param name="clusters">The division of the vocabulary.</param>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="tokens">[rows], int64, on the CPU.</param>
    public AdaptiveMeasurement(VocabularyClusters clusters, Tensor hidden, Tensor tokens)
    {
        (_clusters, _hidden, _tokens) = (clusters, hidden, tokens.to(hidden.device));
        _targets = new ClusteredTargets(tokens, clusters, hidden.device);
        _isScored = _tokens.IsNot(LinearCrossEntropy.Ignored);
        _losses = zeros(tokens.shape[0], device: hidden.device);
        _best = empty_like(_losses);
        _bestToken = empty_like(_tokens);
        _tailLogarithms = empty(tokens.shape[0], clusters.Tails, device: hidden.device);
    }

    /// <summary>Measures the batch; to be asked for once.</summary>
    public LossSums Sums(SoftmaxClasses head, IReadOnlyList<SoftmaxTail> tails)
    {
        AddHead(head);
        for (var tail = 0; tail < tails.Count; tail++)
            AddTail(tail, tails[tail]);
        var plain = _losses.sum(ScalarType.Float64);
        var (targets, hits) = (_isScored.sum(ScalarType.Float64), _bestToken.eq(_tokens).sum(ScalarType.Float64));
        return new LossSums(stack([plain, plain, targets, hits]), _losses);
    }

    private void AddHead(SoftmaxClasses head)
    {
        var weight = head.Weight();
        foreach (var (start, count) in Chunks(_hidden.shape[0]))
        {
            using var chunk = NewDisposeScope();
            Tensor Part(Tensor whole) => whole.narrow(0, start, count);
            var logarithms = head.Scores(Part(_hidden), weight).log_softmax(1); // [rows, shortlist + tails]
            var classes = Part(_targets.Head).relu().unsqueeze(1);
            Part(_losses).copy_(logarithms.gather(1, classes).squeeze(1).neg().mul(Part(_isScored)));
            var (best, token) = logarithms.narrow(1, 0, _clusters.Shortlist).max(1);
            Part(_best).copy_(best);
            Part(_bestToken).copy_(token);
            Part(_tailLogarithms).copy_(logarithms.narrow(1, _clusters.Shortlist, _clusters.Tails));
        }
    }

    private void AddTail(int tail, SoftmaxTail classes)
    {
        if (_targets.Tails[tail] is { } own)
            Look(tail, classes, own.Rows, own.Classes);
        var mayWin = _tailLogarithms.select(1, tail).gt(_best).logical_and(_isScored);
        if (_targets.Tails[tail] is { } done)
            mayWin.index_copy_(0, done.Rows, zeros_like(done.Rows, ScalarType.Bool));
        Look(tail, classes, mayWin.nonzero().squeeze(1), targets: null);
    }

    /// <summary>Lets a tail's tokens compete in some rows, and adds the losses of targets that are among them.</summary>
    private void Look(int tail, SoftmaxTail classes, Tensor rows, Tensor? targets)
    {
        if (rows.shape[0] == 0)
            return;
        using var scope = NewDisposeScope();
        // The likeliest token is the same whatever the target.
        var sums = classes.Measure(_hidden.index_select(0, rows), targets ?? zeros_like(rows));
        if (targets is not null)
            _losses.AddAtInPlace(rows, sums.Rows);
        var best = sums.Predictions!.Confidences.log().Plus(_tailLogarithms.select(1, tail).index_select(0, rows)); // [some rows]
        var (bestSoFar, tokenSoFar) = (_best.index_select(0, rows), _bestToken.index_select(0, rows));
        var isBetter = best.gt(bestSoFar);
        _best.index_copy_(0, rows, best.where(isBetter, bestSoFar));
        _bestToken.index_copy_(0, rows, sums.Predictions.Classes.Plus(_clusters.First(tail)).where(isBetter, tokenSoFar));
    }

    private static IEnumerable<(long Start, long Count)> Chunks(long rows)
    {
        for (long start = 0; start < rows; start += RowsAtOnce)
            yield return (start, Math.Min(RowsAtOnce, rows - start));
    }
}
