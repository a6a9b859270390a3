using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tasks.Classification.Measuring;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>Losses, gradients and predictions of a classifier, against TorchSharp's own functions and numbers worked out by hand.</summary>
public sealed class ClassificationTaskTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly LabelledStore _labelled = new(LabelledStore.Texts);

    [Fact]
    public void The_pooled_state_is_the_mean_of_a_texts_own_tokens()
    {
        var hidden = tensor(new float[] { 1, 10, 3, 20, 99, 99, 2, 4, 4, 8, 6, 0 }, [2, 3, 2]);
        var ids = zeros(2, 3, ScalarType.Int64);

        Assert.Equal([2f, 15, 4, 4], PooledStates.Of(hidden, new Batch(ids, ids, Ends: [2, 3]), PoolingKind.Mean).data<float>().ToArray());
        Assert.Equal([51f, 59.5f, 6, 0], PooledStates.Of(hidden, new Batch(ids, ids, Starts: [1, 2]), PoolingKind.Mean).data<float>().ToArray());
    }

    [Fact]
    public void The_pooled_state_may_be_the_first_tokens_or_the_greatest_numbers_of_all()
    {
        var hidden = tensor(new float[] { 1, 10, 3, -20, 99, 99, 99, 99, -4, 8, -6, 0 }, [2, 3, 2]);
        var ids = zeros(2, 3, ScalarType.Int64);

        Assert.Equal([1f, 10, 99, 99], PooledStates.Of(hidden, new Batch(ids, ids, Ends: [2, 3]), PoolingKind.First).data<float>().ToArray());
        Assert.Equal([3f, 10, 99, 99], PooledStates.Of(hidden, new Batch(ids, ids, Ends: [2, 3]), PoolingKind.Maximum).data<float>().ToArray());
        Assert.Equal([99f, 99, -4, 8], PooledStates.Of(hidden, new Batch(ids, ids, Starts: [2, 1]), PoolingKind.Maximum).data<float>().ToArray());
        Assert.Equal([99f, 99, -4, 8], PooledStates.Of(hidden, new Batch(ids, ids, Starts: [2, 1]), PoolingKind.First).data<float>().ToArray());
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side)
    {
        using var task = Create(side);
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 2, 3, 5]);
        batch.Read(task.Examples, batch.Samples with { Weights = [1, 0.5f, 2, 1] });
        var classWeights = tensor(new float[] { 0.5f, 1, 2 });
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale) { ClassWeights = classWeights }) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: row by row, TorchSharp's mean, linear map and cross entropy; only the layers below, which have tests of their own, are ours.
        var tensors = batch.Buffer.ToBatch(CPU);
        var states = model.Hidden(tensors);
        var leaf = states.detach().requires_grad_(true);
        var (weight, bias) = (Own(model, "weight"), Own(model, "bias"));
        var (plainWeight, plainBias) = (weight.detach().clone().requires_grad_(true), bias.detach().clone().requires_grad_(true));
        int[] lengths = [2, 2, 4, 4];
        var pooled = stack([.. lengths.Select((length, row) => leaf[row].narrow(0, side == PaddingSide.Left ? 4 - length : 0, length).mean([0L]))]);
        var scores = nn.functional.linear(pooled, plainWeight, plainBias);
        var each = nn.functional.cross_entropy(scores, tensors.Targets, weight: classWeights, reduction: nn.Reduction.None, label_smoothing: Smoothing);
        var counted = each * tensor(batch.Samples.Weights!);
        (counted.sum() * Scale).backward();
        BackwardPass.Run(states, leaf.grad!);

        var plain = nn.functional.cross_entropy(scores, tensors.Targets, reduction: nn.Reduction.None).data<float>().ToArray();
        Assert.Equal(counted.sum().item<float>(), losses.Smoothed, 1e-5);
        Assert.Equal(plain, ExampleLoss.MeansOf(losses.Examples), new Close());
        Assert.Equal(plain.Zip(batch.Samples.Weights!, (loss, counts) => loss * counts).Sum(), losses.Plain, 1e-5);
        var expected = model.Weights.Gradients!.clone();
        AssertClose(plainWeight.grad!, GradientOf(model, gradients, weight));
        AssertClose(plainBias.grad!, GradientOf(model, gradients, bias));
        // All that is below the head; the twin's head has weights of its own.
        GradientOf(model, gradients, weight).zero_();
        GradientOf(model, gradients, bias).zero_();
        AssertClose(expected, gradients);
        Assert.True(expected.abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void A_text_that_is_predicted_is_read_as_those_that_were_prepared()
    {
        using var task = Create(PaddingSide.Right);
        var model = (TransformerModel)task.Model;
        var store = _labelled.Store;
        var classifier = new TextClassifier(model, new Weft.Text.Tokenizers.WordTokenizer(), store.Vocabulary, store.LabelNames, Setup(PaddingSide.Right));
        var predicted = classifier.Predict("So  bad it is")!;
        var batch = ExampleBatch.Of(task.Examples, [4]);

        // The loss of the same text in the corpus, which is "bad".
        Assert.Equal(Math.Exp(-task.Measure(batch).Loss), predicted.Probabilities["bad"], 1e-6);
        Assert.Equal(1, predicted.Probabilities.Values.Sum(), 1e-12);
        Assert.Equal((predicted.Probabilities.Keys.First(), predicted.Probabilities.Values.Max()), (predicted.Label, predicted.Probability));
        Assert.Null(classifier.Predict("  \n"));
    }

    [Fact]
    public void Texts_of_one_label_teach_nothing_and_too_few_fill_no_batch()
    {
        using var alike = new LabelledStore([.. LabelledStore.Texts.Select(text => text with { Label = "good" })]);

        Assert.Equal(
            $"All texts have the label 'good' in 'kind': there is nothing to tell apart.{Environment.NewLine}"
            + "Choose the field that holds the labels, --set data.label=NAME, or give texts of other labels too.",
            Assert.Throws<InvalidDataException>(() => ClassificationTask.ExamplesOf(alike.Store, Setup(PaddingSide.Right))).Message);
        Assert.Equal(
            $"The training split has 6 texts; one batch takes 7.{Environment.NewLine}Give more text, or lower training.batch.",
            Assert.Throws<InvalidDataException>(() => ClassificationTask.ExamplesOf(_labelled.Store, Setup(PaddingSide.Right) with { Batch = 7 })).Message);
    }

    [Fact]
    public void Labels_that_the_model_does_not_know_are_named()
    {
        using var task = Create(PaddingSide.Right);
        var error = Assert.Throws<InvalidDataException>(() =>
            new ClassificationMeter((TransformerModel)task.Model, _labelled.Store, ["good", "fair"], Setup(PaddingSide.Right), null));

        Assert.Equal(
            $"The text has labels that the model does not know: 'bad'.{Environment.NewLine}It knows 'good', 'fair'. Leave such texts out, or train with them.", error.Message);
    }

    public void Dispose()
    {
        _labelled.Dispose();
        _scope.Dispose();
    }

    private static ClassificationSetup Setup(PaddingSide side) => new() { Context = 4, Batch = 4, Padding = side };

    private ClassificationTask Create(PaddingSide side) => _labelled.CreateTask(Setup(side));

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    // The part of the flat gradient that is a parameter's.
    private static Tensor GradientOf(TransformerModel model, Tensor gradients, TorchSharp.Modules.Parameter parameter) =>
        model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, parameter)).ViewOf(gradients);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);

    private sealed class Close : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-5;

        public int GetHashCode(float obj) => 0;
    }
}
