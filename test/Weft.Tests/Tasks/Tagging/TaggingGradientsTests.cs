using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Tasks;
using Weft.Tasks.Tagging;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>Losses and gradients of a tagger, against TorchSharp's own functions.</summary>
public sealed class TaggingGradientsTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TaggedStore _tagged = new(TaggedStore.Sentences);

    [Theory]
    [InlineData(PaddingSide.Right, false)]
    [InlineData(PaddingSide.Left, false)]
    [InlineData(PaddingSide.Right, true)]
    [InlineData(PaddingSide.Left, true)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side, bool hasNgrams)
    {
        using var task = _tagged.CreateTask(Setup(side) with { Ngrams = hasNgrams ? _tagged.Ngrams : null });
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 1, 3, 4]);
        var classWeights = tensor(new float[] { 0.5f, 1, 2, 0.7f });
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale) { ClassWeights = classWeights }) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: TorchSharp's linear map and cross entropy on the states of the places that have a target; the layers below have tests of their own.
        var tensors = batch.Buffer.ToBatch(CPU);
        var states = model.Hidden(tensors);
        var leaf = states.detach().requires_grad_(true);
        var (weight, bias) = (Own(model, "weight"), Own(model, "bias"));
        var (plainWeight, plainBias) = (weight.detach().clone().requires_grad_(true), bias.detach().clone().requires_grad_(true));
        // The vectors of each place's n-grams, summed bag by bag, and divided by the root of their number.
        var table = model.Ngrams?.Weight.detach().clone().requires_grad_(true);
        var scores = nn.functional.linear(table is null ? leaf.flatten(0, 1) : cat([leaf.flatten(0, 1), Sums(table, tensors.Ngrams!)], 1), plainWeight, plainBias);
        var targets = tensors.Targets.flatten();
        var sum = nn.functional.cross_entropy(scores, targets, weight: classWeights, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.Sum, label_smoothing: Smoothing);
        (sum * Scale).backward();
        BackwardPass.Run(states, leaf.grad!);

        var plain = nn.functional.cross_entropy(scores, targets, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.None).view(tensors.Targets.shape);
        Assert.Equal(sum.item<float>(), losses.Smoothed, 1e-4);
        Assert.Equal(plain.sum().item<float>(), losses.Plain, 1e-4);
        Assert.Equal(plain.sum(1).data<float>().ToArray(), losses.Examples.Select(example => (float)example.Sum), (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal(tensors.Targets.ne(ChunkSource.Ignored).sum(1).data<long>().ToArray(), losses.Examples.Select(example => (long)example.Targets));
        AssertClose(plainWeight.grad!, GradientOf(model, gradients, weight));
        AssertClose(plainBias.grad!, GradientOf(model, gradients, bias));
        if (table is not null)
        {
            AssertClose(table.grad!, GradientOf(model, gradients, model.Ngrams!.Weight));
            Assert.True(table.grad!.abs().max().item<float>() > 1e-3);
            GradientOf(model, gradients, model.Ngrams.Weight).zero_();
        }
        // All that is below the head; the twin's head has weights of its own.
        var expected = model.Weights.Gradients!.clone();
        GradientOf(model, gradients, weight).zero_();
        GradientOf(model, gradients, bias).zero_();
        AssertClose(expected, gradients);
        Assert.True(expected.abs().max().item<float>() > 1e-3);
    }

    public void Dispose()
    {
        _tagged.Dispose();
        _scope.Dispose();
    }

    private static TaggingSetup Setup(PaddingSide side) => new() { Context = 8, Batch = 4, Padding = side };

    private static Tensor Sums(Tensor table, NgramBags bags) => stack([.. Enumerable.Range(0, bags.Count).Select(bag =>
    {
        long[] ids = [.. bags.Ids.Take(bags.Ends[bag]).Skip(bag > 0 ? bags.Ends[bag - 1] : 0).Select(id => (long)id)];
        return ids.Length == 0 ? zeros(table.shape[1]) : table.index_select(0, tensor(ids)).sum([0L]) / Math.Sqrt(ids.Length);
    })]);

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    // The part of the flat gradient that is a parameter's.
    private static Tensor GradientOf(TransformerModel model, Tensor gradients, TorchSharp.Modules.Parameter parameter) =>
        model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, parameter)).ViewOf(gradients);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);
}
