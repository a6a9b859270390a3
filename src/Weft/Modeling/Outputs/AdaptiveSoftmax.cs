using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>
/// The adaptive softmax (Grave et al. 2017, "Efficient softmax approximation for GPUs"): a head over the shortlist of frequent tokens
/// and one class a tail, and for each tail a softmax over its tokens. p(token) is p(tail) p(token | tail), so all probabilities sum to
/// one and perplexity is exact; but a tail is only worked out for the rows that have their target in it, and on fewer dimensions.
/// Label smoothing spreads over each softmax's own classes: over the head's, and over those of the target's tail. Over the whole
/// vocabulary it would need every tail for every row.
/// </summary>
internal sealed class AdaptiveSoftmax : OutputLayer
{
    private readonly List<(string Name, Parameter Parameter)> _parameters = [];
    private readonly List<Parameter> _weights = [];
    private readonly List<Parameter> _biases = [];
    private readonly VocabularyClusters _clusters;
    private readonly SoftmaxClasses _head;
    private readonly SoftmaxTail[] _tails;

    /// <param name="classes">What it tells apart, the frequent ones first. Where weights are shared, the shortlist has them, and with a divisor of 1 the
    /// tails too.</param>
    /// <param name="options">Resolved for the number of classes.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="path">The kernel's way.</param>
    public AdaptiveSoftmax(OutputClasses classes, AdaptiveSoftmaxOptions options, ScalarType products, KernelPath path)
    {
        var (dimension, device) = (classes.Width, classes.Device);
        _clusters = new VocabularyClusters(options.Cutoffs, classes.Count);
        var (shortlist, tails) = (_clusters.Shortlist, _clusters.Tails);
        TableRows[] head = classes.Shared is { } frequent
            ? [new TableRows(frequent, 0, shortlist), Weights("head_tails", tails, dimension, device)]
            : [Weights("head_weight", shortlist + tails, dimension, device)];
        _head = new SoftmaxClasses(head, Bias("head_bias", shortlist + tails, device), products, path);
        _tails = [.. Enumerable.Range(0, tails).Select(tail => Tail(tail, options.TailWidth(dimension, tail + 1)))];

        SoftmaxTail Tail(int tail, int width)
        {
            var name = $"tail{tail + 1}";
            var projection = Own($"{name}_projection", empty(width, dimension, device: device));
            var rows = classes.Shared is { } rare && width == dimension
                ? new TableRows(rare, _clusters.First(tail), _clusters.Count(tail))
                : Weights($"{name}_weight", _clusters.Count(tail), width, device);
            var bias = Bias($"{name}_bias", _clusters.Count(tail), device);
            return new SoftmaxTail(projection, new SoftmaxClasses([rows], bias, products, path), products);
        }
    }

    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters => _parameters;

    public override (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor targets, LossSettings loss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var clustered = new ClusteredTargets(targets, _clusters, hidden.device);
        loss = loss with { RowWeights = RowWeights(targets, loss)?.to(hidden.device), ClassWeights = null };
        var (sums, hiddenGradient) = _head.Differentiate(hidden, clustered.Head, loss);
        foreach (var (tail, found) in _tails.Zip(clustered.Tails))
        {
            if (found is null)
                continue;
            var (tailSums, tailGradient) = tail.Differentiate(hidden.index_select(0, found.Rows), found.Classes, OfRows(loss, found.Rows));
            hiddenGradient.AddAtInPlace(found.Rows, tailGradient);
            sums.Rows.AddAtInPlace(found.Rows, tailSums.Rows);
            sums.AddLosses(tailSums);
        }
        return (sums.MoveToOuterDisposeScope(), hiddenGradient.MoveToOuterDisposeScope());
    }

    public override LossSums Measure(Tensor hidden, Tensor targets, bool predictions = false)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var sums = predictions
            ? AdaptivePredictions.Measure(hidden, targets.to(hidden.device), Logits)
            : new AdaptiveMeasurement(_clusters, hidden, targets).Sums(_head, _tails);
        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>The logarithms of all probabilities.</summary>
    /// <inheritdoc/>
    public override Tensor Logits(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var head = _head.Scores(hidden).log_softmax(-1);
        var parts = new List<Tensor> { head.narrow(-1, 0, _clusters.Shortlist) };
        for (var tail = 0; tail < _tails.Length; tail++)
            parts.Add(_tails[tail].LogProbabilities(hidden).Plus(head.narrow(-1, _clusters.Shortlist + tail, 1)));
        return cat(parts, dim: -1).MoveToOuterDisposeScope();
    }

    public override void SetBias(IReadOnlyList<double> shares)
    {
        var tails = Enumerable.Range(0, _clusters.Tails).Select(tail => shares.Skip(_clusters.First(tail)).Take(_clusters.Count(tail)).ToList()).ToList();
        _head.SetBias([.. shares.Take(_clusters.Shortlist), .. tails.Select(tail => tail.Sum())]);
        foreach (var (tail, own) in _tails.Zip(tails))
            tail.Classes.SetBias(own.Select(share => share / own.Sum()));
    }

    /// <summary>Projections start as PyTorch's linear layers do: uniform within one over the root of their inputs.</summary>
    /// <inheritdoc/>
    internal override void Reset(double range)
    {
        using var frozen = no_grad();
        foreach (var weight in _weights)
            nn.init.uniform_(weight, -range, range);
        foreach (var bias in _biases)
            nn.init.zeros_(bias);
        foreach (var tail in _tails)
        {
            var bound = 1 / Math.Sqrt(tail.Projection.shape[1]);
            nn.init.uniform_(tail.Projection, -bound, bound);
        }
    }

    /// <summary>What each row counts: what a class counts, the rows with that target do. Null where all count 1.</summary>
    private static Tensor? RowWeights(Tensor targets, LossSettings loss)
    {
        if (loss.ClassWeights is not { } classWeights)
            return loss.RowWeights;
        var ofTargets = classWeights.index_select(0, targets.to(classWeights.device).relu());
        return loss.RowWeights is { } given ? ofTargets.mul(given) : ofTargets;
    }

    private static LossSettings OfRows(LossSettings loss, Tensor rows) =>
        loss with { RowWeights = loss.RowWeights?.index_select(0, rows) };

    private TableRows Weights(string name, int classes, int width, Device device)
    {
        var weight = Own(name, empty(classes, width, device: device));
        _weights.Add(weight);
        return TableRows.All(weight);
    }

    private Parameter Bias(string name, int classes, Device device)
    {
        var bias = Own(name, zeros(classes, device: device));
        _biases.Add(bias);
        return bias;
    }

    private Parameter Own(string name, Tensor start)
    {
        var parameter = nn.Parameter(start);
        _parameters.Add((name, parameter));
        return parameter;
    }
}
