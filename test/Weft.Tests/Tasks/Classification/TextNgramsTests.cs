using TorchSharp;
using Weft.Data;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Ngrams;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tests.Support;
using Weft.Text.Ngrams;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>A classifier whose head sees n-grams too: losses and gradients against TorchSharp's autograd, and texts that are predicted against those of a corpus.</summary>
public sealed class TextNgramsTests : IDisposable
{
    private static readonly NgramOptions Options = new() { Buckets = 50, Dimension = 6, Words = 2, Letters = 3 };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly LabelledStore _labelled = new(LabelledStore.Texts);

    [Fact]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd()
    {
        using var task = Create();
        var model = (TransformerModel)task.Model;
        Fill(model);
        var batch = ExampleBatch.Of(task.Examples, [0, 2, 3, 5]);
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(0.1, 0.25)), new StepClock());

        var tensors = batch.Buffer.ToBatch(CPU);
        var (table, weight, bias) = (Leaf(model.Ngrams!.Weight), Leaf(Own(model, "weight")), Leaf(Own(model, "bias")));
        var pooled = PooledStates.Of(model.Hidden(tensors), tensors, PoolingKind.Mean).detach();
        var bags = stack([.. Enumerable.Range(0, 4).Select(row =>
        {
            // Found in the text itself, as a person would: its words, without ends of lines.
            var ngrams = new HashedNgrams(50, 2, 3).Of(task.Examples.Excerpt(batch.Samples.Examples[row]).Replace("<eos>", "", StringComparison.Ordinal));
            return table.index_select(0, tensor(ngrams.ToArray()).to(int64)).sum([0L]) / MathF.Sqrt(ngrams.Count);
        })]);
        var loss = nn.functional.cross_entropy(nn.functional.linear(cat([pooled, bags], 1), weight, bias), tensors.Targets, reduction: nn.Reduction.Sum, label_smoothing: 0.1);
        (loss * 0.25).backward();

        Assert.Equal(loss.item<float>(), losses.Smoothed, 1e-5);
        AssertClose(table.grad!, model.Ngrams.Weight.grad!);
        AssertClose(weight.grad!, Own(model, "weight").grad!);
        AssertClose(bias.grad!, Own(model, "bias").grad!);
        Assert.True(table.grad!.abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void A_text_that_is_predicted_has_the_n_grams_that_it_has_in_a_corpus()
    {
        using var task = Create();
        var model = (TransformerModel)task.Model;
        Fill(model);
        var classifier = new TextClassifier(model, new WordTokenizer(), _labelled.Store.Vocabulary, _labelled.Store.LabelNames, Setup());
        var batch = ExampleBatch.Of(task.Examples, [4]);
        var predicted = classifier.Predict("So  bad it is")!.Probabilities["bad"];

        Assert.Equal(Math.Exp(-task.Measure(batch).Loss), predicted, 1e-6);
        // Alone as among others, which are longer.
        Assert.Equal(predicted, classifier.Predict(["it is so good", "So bad it is", "good"])[1]!.Probabilities["bad"], 1e-6);
        using (no_grad())
            model.Ngrams!.Weight.zero_();
        Assert.NotEqual(predicted, classifier.Predict("So  bad it is")!.Probabilities["bad"], 1e-3);
    }

    [Fact]
    public void Unknown_words_and_ends_of_lines_say_nothing()
    {
        var ngrams = Setup().Ngrams!;
        var vocabulary = _labelled.Store.Vocabulary;
        Assert.True(vocabulary.TryGetId("so", out var so) & vocabulary.TryGetId("good", out var good));

        Assert.Equal(ngrams.Of([so, good]), ngrams.Of([so, vocabulary.UnknownId!.Value, good, vocabulary.EndOfTextId]));
        Assert.Empty(ngrams.Of([vocabulary.EndOfTextId]));
    }

    public void Dispose()
    {
        _labelled.Dispose();
        _scope.Dispose();
    }

    private ClassificationSetup Setup() => new()
    {
        Context = 4,
        Batch = 4,
        Padding = PaddingSide.Right,
        Ngrams = new TextNgrams(Options.Finder!, new WordTokenizer(), _labelled.Store.Vocabulary),
    };

    private ClassificationTask Create() => _labelled.CreateTask(Setup(), TinyModels.PreNorm with { Ngrams = Options });

    // The table starts at zero, where every text would look the same.
    private static void Fill(TransformerModel model)
    {
        using var frozen = no_grad();
        nn.init.normal_(model.Ngrams!.Weight);
    }

    private static Tensor Leaf(Tensor parameter) => parameter.detach().clone().requires_grad_(true);

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);
}
