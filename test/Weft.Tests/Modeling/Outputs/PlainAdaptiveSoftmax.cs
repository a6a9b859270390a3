using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>
/// The adaptive softmax written out plainly, for autograd: every tail for every row. The order is PyTorch's
/// AdaptiveLogSoftmaxWithLoss: head classes are the shortlist, then one for each tail.
/// </summary>
/// <param name="embedding">[vocabulary, dimension].</param>
/// <param name="own">The output's own parameters by name.</param>
/// <param name="cutoffs">The first token of each tail.</param>
internal sealed class PlainAdaptiveSoftmax(Tensor embedding, IReadOnlyDictionary<string, Parameter> own, int[] cutoffs)
{
    private readonly int _vocabulary = (int)embedding.shape[0];

    /// <summary>[rows, vocabulary].</summary>
    public Tensor LogProbabilities(Tensor hidden)
    {
        var head = HeadScores(hidden).log_softmax(1);
        var parts = cutoffs.Select((_, tail) => TailScores(tail, hidden).log_softmax(1) + head[.., (cutoffs[0] + tail)..(cutoffs[0] + tail + 1)]);
        return cat([head[.., ..cutoffs[0]], .. parts], dim: 1);
    }

    /// <summary>The sum of losses, a row at a time: each softmax is smoothed over its own classes, and the row counts what its target does.</summary>
    public Tensor Loss(Tensor hidden, long[] targets, double smoothing, float[]? weights = null)
    {
        var head = HeadScores(hidden);
        var tails = cutoffs.Select((_, tail) => TailScores(tail, hidden)).ToArray();
        var losses = new List<Tensor>();
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] < 0)
                continue;
            var tail = cutoffs.Count(cutoff => targets[row] >= cutoff) - 1;
            var weight = weights?[targets[row]] ?? 1;
            losses.Add(weight * CrossEntropy(head[row], tail < 0 ? targets[row] : cutoffs[0] + tail, smoothing));
            if (tail >= 0)
                losses.Add(weight * CrossEntropy(tails[tail][row], targets[row] - cutoffs[tail], smoothing));
        }
        return stack(losses).sum();
    }

    private static Tensor CrossEntropy(Tensor scores, long target, double smoothing) =>
        nn.functional.cross_entropy(scores.unsqueeze(0), tensor(new[] { target }), label_smoothing: smoothing);

    private Tensor HeadScores(Tensor hidden)
    {
        var weight = own.TryGetValue("head_tails", out var tails) ? cat([embedding[..cutoffs[0]], tails]) : own["head_weight"];
        return nn.functional.linear(hidden, weight, own["head_bias"]);
    }

    private Tensor TailScores(int tail, Tensor hidden)
    {
        var end = tail + 1 < cutoffs.Length ? cutoffs[tail + 1] : _vocabulary;
        var name = $"tail{tail + 1}";
        var weight = own.TryGetValue($"{name}_weight", out var found) ? (Tensor)found : embedding[cutoffs[tail]..end];
        return nn.functional.linear(nn.functional.linear(hidden, own[$"{name}_projection"]), weight, own[$"{name}_bias"]);
    }
}
