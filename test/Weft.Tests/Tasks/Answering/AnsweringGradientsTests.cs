using TorchSharp;
using Weft.Data;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Sampling;
using Weft.Tasks;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Answering;

/// <summary>Losses and gradients of answers, against TorchSharp's own linear map and cross entropy on each row by itself.</summary>
public sealed class AnsweringGradientsTests : IDisposable
{
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly AskedStore _asked = new();

    [Theory]
    [InlineData(PaddingSide.Right, 0)]
    [InlineData(PaddingSide.Left, 0)]
    [InlineData(PaddingSide.Right, 0.1)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side, double smoothing)
    {
        using var task = _asked.CreateTask(_asked.Setup(20, side));
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 2, 3, 6]);
        float[] weights = [1, 0.5f, 2, 1];
        batch.Read(task.Examples, new Samples(0, [0, 2, 3, 6]) { Weights = weights });
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(smoothing, Scale)) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        var tensors = batch.Buffer.ToBatch(CPU);
        var states = model.Hidden(tensors);
        var leaf = states.detach().requires_grad_(true);
        var (weight, bias) = (Own(model, "weight").detach().clone().requires_grad_(true), Own(model, "bias").detach().clone().requires_grad_(true));
        var (sum, plain) = (zeros(1), new List<float>());
        for (var row = 0; row < 4; row++)
        {
            var targets = tensors.Targets[row].data<long>().ToArray();
            long[] places = [.. targets.Index().Where(target => target.Item >= 0).Select(target => (long)target.Index)];
            // [2, places]: the places are the classes.
            var scores = nn.functional.linear(leaf[row].index_select(0, tensor(places)), weight, bias).t();
            var right = tensor(new long[] { PlaceOf(targets, places, 1), PlaceOf(targets, places, 2) });
            sum = sum.add(nn.functional.cross_entropy(scores, right, label_smoothing: smoothing).mul(weights[row]));
            plain.Add(nn.functional.cross_entropy(scores, right).item<float>());
        }
        (sum * Scale).backward();
        BackwardPass.Run(states, leaf.grad!);

        Assert.Equal(sum.item<float>(), losses.Smoothed, 1e-4);
        Assert.Equal(plain.Zip(weights, (loss, own) => loss * own).Sum(), losses.Plain, 1e-4);
        Assert.Equal(plain, losses.Examples.Select(example => (float)example.Sum), (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.All(losses.Examples, example => Assert.Equal(1, example.Targets));
        AssertClose(weight.grad!, GradientOf(model, gradients, "weight"));
        AssertClose(bias.grad!, GradientOf(model, gradients, "bias"));
        Assert.True(weight.grad!.abs().max().item<float>() > 1e-3);
        // All that is below the head; the twin's head has weights of its own.
        var expected = model.Weights.Gradients!.clone();
        GradientOf(model, gradients, "weight").zero_();
        GradientOf(model, gradients, "bias").zero_();
        AssertClose(expected, gradients);
        Assert.True(expected.abs().max().item<float>() > 1e-3);
    }

    public void Dispose()
    {
        _asked.Dispose();
        _scope.Dispose();
    }

    private static long PlaceOf(long[] targets, long[] places, long mark) => Array.FindIndex(places, place => (targets[place] & mark) != 0);

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    private static Tensor GradientOf(TransformerModel model, Tensor gradients, string name) =>
        model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, Own(model, name))).ViewOf(gradients);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);
}
