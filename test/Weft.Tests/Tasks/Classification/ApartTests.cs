using TorchSharp;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Ngrams;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>Pairs of texts that are read apart: what is seen of each, and losses and gradients against TorchSharp's own functions.</summary>
public sealed class ApartTests : IDisposable
{
    private static readonly (string Text, Split Split, string Label)[] Pairs =
    [
        ("a good one\nit is so\n", Split.Train, "same"),
        ("bad\nso good it is a\n", Split.Train, "other"),
        ("good bad good\none\n", Split.Train, "same"),
        ("it is\nis it\n", Split.Train, "other"),
        ("good\nbad\n", Split.Validation, "other"),
        ("one\none\n", Split.Test, "same"),
    ];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _cache = new();
    private readonly TokenStore _store;

    public ApartTests() => _store = CorpusPreparer.Prepare(
        new FakeCorpus([.. Pairs.Select(pair => (pair.Text, (Split?)pair.Split))], [.. Pairs.Select(pair => pair.Label)]),
        new DataOptions { Tokenizer = "words", Second = "other", Label = "kind" }, _cache.Path, workers: 1).Open();

    [Theory]
    [InlineData(new long[] { 5, 6, 0, 7, 0 }, new long[] { 5, 6, 0 }, new long[] { 7, 0 }, false)]
    [InlineData(new long[] { 5, 6, 0, 7 }, new long[] { 5, 6, 0 }, new long[] { 7, 0 }, false)]
    [InlineData(new long[] { 1, 2, 3, 4, 0, 7, 8, 9, 0 }, new long[] { 1, 2, 3, 0 }, new long[] { 7, 8, 9, 0 }, true)]
    [InlineData(new long[] { 1, 0, 5, 6, 7, 8, 9, 0 }, new long[] { 1, 0 }, new long[] { 5, 6, 7, 0 }, true)]
    public void Each_text_is_seen_from_its_beginning_with_an_end(long[] pair, long[] first, long[] second, bool isCut)
    {
        var sides = PairSides.Of(pair, end: 0, context: 4);

        Assert.Equal(first, sides.First);
        Assert.Equal(second, sides.Second);
        Assert.Equal(isCut, sides.IsCut);
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side)
    {
        var setup = Setup(side);
        using var task = Create(setup);
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 1, 2, 3]);
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing: 0.1, Scale: 0.25)) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: both texts of each pair, row by row, with TorchSharp's mean, norms, products, linear map and cross entropy.
        var tensors = batch.Buffer.ToBatch(CPU);
        var (first, second) = (model.Hidden(tensors.Source!), model.Hidden(tensors));
        var (one, other) = (first.detach().requires_grad_(true), second.detach().requires_grad_(true));
        var grams = model.Ngrams!.Weight.detach().clone().requires_grad_(true);
        var head = model.Output.Parameters.ToDictionary(entry => entry.Name, entry => entry.Parameter);
        var (weight, bias) = (head["weight"].detach().clone().requires_grad_(true), head["bias"].detach().clone().requires_grad_(true));
        var cosines = stack([.. Enumerable.Range(0, 4).Select(row => Cosine(VectorOf(one[row], tensors.Source!, row), VectorOf(other[row], tensors, row)))]);
        var scores = nn.functional.linear((cosines * 10).unsqueeze(1), weight, bias);
        var smoothed = nn.functional.cross_entropy(scores, tensors.Targets, reduction: nn.Reduction.Sum, label_smoothing: 0.1);
        (smoothed * 0.25).backward();
        BackwardPass.Run(first, one.grad!);
        BackwardPass.Run(second, other.grad!);

        Assert.Equal(smoothed.item<float>(), losses.Smoothed, 1e-4);
        Assert.Equal(
            nn.functional.cross_entropy(scores, tensors.Targets, reduction: nn.Reduction.None).data<float>().ToArray(), ExampleLoss.MeansOf(losses.Examples), (a, b) => Math.Abs(a - b) < 1e-4);
        AssertClose(weight.grad!, Part(head["weight"]));
        AssertClose(bias.grad!, Part(head["bias"]));
        AssertClose(grams.grad!, Part(model.Ngrams.Weight));
        foreach (var parameter in (TorchSharp.Modules.Parameter[])[head["weight"], head["bias"], model.Ngrams.Weight])
            Part(parameter).zero_();
        AssertClose(model.Weights.Gradients!, gradients);
        Assert.True(gradients.abs().max().item<float>() > 1e-3);

        Tensor Part(TorchSharp.Modules.Parameter parameter) => model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, parameter)).ViewOf(gradients);

        Tensor VectorOf(Tensor states, Weft.Data.Batching.Batch texts, int row)
        {
            var time = (int)states.shape[0];
            var (start, end) = (texts.Starts?[row] ?? 0, texts.Ends?[row] ?? time);
            var bags = texts.Ngrams!;
            var ids = bags.Ids[(row == 0 ? 0 : bags.Ends[row - 1])..bags.Ends[row]];
            return cat([states.narrow(0, start, end - start).mean([0L]), grams.index_select(0, tensor(ids)).sum([0L]) / MathF.Sqrt(Math.Max(1, ids.Length))]);
        }
    }

    [Fact]
    public void A_pair_that_is_predicted_is_read_as_those_that_were_prepared_and_padding_says_nothing()
    {
        var setup = Setup(PaddingSide.Right);
        using var task = Create(setup);
        var classifier = new TextClassifier((TransformerModel)task.Model, new WordTokenizer(), _store.Vocabulary, _store.LabelNames, setup);

        var all = classifier.Predict([.. Pairs[..4].Select(pair => pair.Text)]);
        foreach (var (pair, together) in Pairs[..4].Zip(all))
        {
            var alone = classifier.Predict(pair.Text)!;
            Assert.Equal(alone.Probabilities["same"], together!.Probabilities["same"], 1e-6);
        }
        var losses = Pairs[..4].Zip(all, (pair, told) => -Math.Log(told!.Probabilities[pair.Label]));
        Assert.Equal(task.Measure(ExampleBatch.Of(task.Examples, [0, 1, 2, 3])).Loss, losses.Sum(), 1e-5);
    }

    public void Dispose()
    {
        _store.Dispose();
        _cache.Dispose();
        _scope.Dispose();
    }

    private ClassificationTask Create(ClassificationSetup setup)
    {
        random.manual_seed(3);
        var options = TinyModels.PreNorm with { Ngrams = new NgramOptions { Buckets = 60, Dimension = 4 } };
        var model = TransformerModel.OnCosines(options, _store.Vocabulary.Count, 2, AttentionKind.Full, Precision.Float32, CPU);
        model.eval();
        nn.init.normal_(model.Ngrams!.Weight);
        model.Weights.UpdateWorkingCopies();
        model.Weights.AttachGradients();
        return new ClassificationTask(model, _store, setup);
    }

    private ClassificationSetup Setup(PaddingSide side) => new()
    {
        Context = 8,
        Batch = 2,
        Task = TaskKind.Matching,
        IsApart = true,
        Padding = side,
        Ngrams = new TextNgrams(new NgramOptions { Buckets = 60, Dimension = 4 }.Finder!, new WordTokenizer(), _store.Vocabulary),
    };

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);

    private static Tensor Cosine(Tensor first, Tensor second) => (first * second).sum() / (first.norm() * second.norm());
}
