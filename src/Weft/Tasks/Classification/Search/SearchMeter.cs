using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Passes;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Search;

/// <summary>Measures how well the second text of each pair is found by the first, among those of all pairs of a split.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus, of pairs that belong together.</param>
/// <param name="setup">How pairs become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in pairs; null needs nobody to hear it.</param>
internal sealed class SearchMeter(TransformerModel model, TokenStore store, ClassificationSetup setup, IProgress<WorkProgress>? progress) : ILabelMeter
{
    // What is nearer by less may be so by rounding alone.
    private const float Rounding = 1e-5f;
    private const int RowsAtOnce = 256;

    private readonly Dictionary<Split, BelongingPairs> _pairs = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestReciprocalRank;

    /// <inheritdoc/>
    public long TextsIn(Split split) => PairsOf(split).Pairs;

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default) => Report(split, 0, default, stop).ToResult();

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var pairs = PairsOf(split);
        if (pairs.Pairs < 2)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has {pairs.Pairs} pairs: there is nothing to search in. Give it more.");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (first, second) = VectorsOf(split, pairs, stop);
        var loss = LossOf(pairs, first, second);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        return new SearchReport(RanksOf(first, second, pairs.NumberSecondTexts()))
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = LabelledSplits.SignatureOf(store, BelongingPairs.Classes, setup, split),
            Loss = loss,
            PairsCut = pairs.Cut,
        };
    }

    /// <summary>The place of each pair's second text among all, by their cosines to the first, from 1. Other texts that are as near stand before it, so that a model to
    /// which all texts are alike finds none; equal ones do not count.</summary>
    /// <param name="first">[pairs, width], of length 1.</param>
    /// <param name="second">[pairs, width], of length 1.</param>
    /// <param name="texts">A number for each second text, the same where texts are equal, [pairs].</param>
    public static int[] RanksOf(Tensor first, Tensor second, long[] texts)
    {
        var ranks = new List<int>();
        var numbers = tensor(texts, device: first.device);
        for (var begin = 0L; begin < first.shape[0]; begin += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(RowsAtOnce, first.shape[0] - begin);
            var cosines = first.narrow(0, begin, rows).matmul(second.t()); // [rows, pairs]
            var least = first.narrow(0, begin, rows).mul(second.narrow(0, begin, rows)).sum([1L], keepdim: true).Plus(tensor(-Rounding, device: first.device));
            var isOther = numbers.narrow(0, begin, rows).unsqueeze(1).ne(numbers.unsqueeze(0));
            var before = cosines.ge(least).logical_and(isOther).sum([1L], type: ScalarType.Int64).cpu().contiguous();
            ranks.AddRange(TensorMemory.Span<long>(before).ToArray().Select(others => 1 + (int)others));
        }
        return [.. ranks];
    }

    private BelongingPairs PairsOf(Split split)
    {
        if (!_pairs.TryGetValue(split, out var pairs))
            _pairs.Add(split, pairs = new BelongingPairs(store[split], store.Vocabulary, setup with { WordDropout = 0 }));
        return pairs;
    }

    // The vectors of all first and of all second texts, of length 1, by all workers: each knows its own, and zeros of the others'.
    private (Tensor First, Tensor Second) VectorsOf(Split split, BelongingPairs pairs, CancellationToken stop)
    {
        var width = model.Options.HeadWidth;
        var (first, second) = (new double[pairs.Pairs * width], new double[pairs.Pairs * width]);
        var what = $"measuring {SplitNames.Of(split)}";
        try
        {
            new MeasuringPass(model, setup.Workers, setup.Batch).Run(
                pairs.Pairs,
                (chosen, buffer) => PairSides.Fill(buffer, chosen, [.. chosen.Select(pair => pairs.SidesOf((int)pair))], [], store.Vocabulary, setup),
                (chosen, batch) =>
                {
                    Keep(batch.Source!, (int)chosen[0], first);
                    Keep(batch, (int)chosen[0], second);
                },
                stop,
                done => progress?.Report(new WorkProgress(what, done, pairs.Pairs, "pairs")));
        }
        finally
        {
            progress?.End(what);
        }
        setup.Workers.Sum(first);
        setup.Workers.Sum(second);
        return (ToTensor(first), ToTensor(second));

        void Keep(Batch batch, int row, double[] into) =>
            TensorMemory.Span<double>(TextCosines.Unit(TextStates.VectorsOf(model, batch)).to(ScalarType.Float64).cpu().contiguous()).CopyTo(into.AsSpan(row * width));

        Tensor ToTensor(double[] vectors) => tensor(vectors, [pairs.Pairs, width], dtype: ScalarType.Float32, device: model.Weights.Values.device);
    }

    // Over the examples of the first epoch.
    private double LossOf(BelongingPairs pairs, Tensor first, Tensor second)
    {
        var examples = Enumerable.Range(0, checked((int)pairs.Count)).Select(example => pairs.PairsOf(0, example)).ToList();
        var device = first.device;
        var one = first.index_select(0, tensor(examples.Select(example => (long)example.First).ToArray(), device: device));
        var other = second.index_select(0, tensor(examples.Select(example => (long)example.Second).ToArray(), device: device));
        var targets = tensor(examples.Select(example => example.First == example.Second ? 1L : 0L).ToArray());
        return model.Output.Measure(TextCosines.Of(one, other), targets).NegativeLogLikelihood / examples.Count;
    }
}
