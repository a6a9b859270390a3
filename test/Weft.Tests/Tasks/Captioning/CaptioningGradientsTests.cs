using TorchSharp;
using TorchSharp.Modules;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Parameters;
using Weft.Tasks;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Captioning;

/// <summary>Patches, losses and gradients of what captions pictures, against TorchSharp's own convolution, cross entropy and autograd.</summary>
public sealed class CaptioningGradientsTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PictureStore _pictures = new();

    [Fact]
    public void Projected_patches_are_those_of_a_convolution()
    {
        using var model = _pictures.CreateModel();
        var pixels = new byte[192];
        var noise = RandomStream.For(3, "pixels");
        foreach (ref var value in pixels.AsSpan())
            value = (byte)noise.NextInt32(256);
        var patches = new float[PictureStore.Grid.Numbers];
        PictureStore.Grid.Cut(pixels, patches);

        var own = model.Encoder.EmbeddingProjection!.forward(tensor(patches).view(1, 4, 48));
        Assert.True(Convolved(model, PictureOf(pixels)).allclose(own, 1e-4, 1e-5));
    }

    [Theory]
    [InlineData(PaddingSide.Right, true)]
    [InlineData(PaddingSide.Left, false)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side, bool isTied)
    {
        using var task = _pictures.CreateTask(PictureStore.Setup(side: side), isTied);
        var model = (EncoderDecoderModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 1, 2, 3, 4]);
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale)) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: all of it in one graph, the embedding, the convolution of pictures and the head too.
        var tensors = batch.Buffer.ToBatch(CPU);
        using var kernel = Leaf(model.Encoder.EmbeddingProjection!.Weight);
        using var bias = Leaf(model.Encoder.EmbeddingProjection.Bias!);
        using var positions = Leaf(model.Encoder.PositionWeight!);
        using var embedding = Leaf(model.EmbeddingWeight);
        var head = model.Output.Parameters.Select(parameter => (Own: parameter.Parameter, Leaf: Leaf(parameter.Parameter))).ToList();
        var pictures = tensors.Source!.Patches!.view(5, 2, 2, 4, 4, 3).permute(0, 5, 1, 3, 2, 4).reshape(5, 3, 8, 8);
        var states = Convolved(kernel, bias, pictures) + positions;
        foreach (var (number, layer) in model.Encoder.Layers.Index())
            states = layer.Forward(states, new TokenPositions(states, 0, null, null, AttentionKind.Full), number, null, null);
        var memory = new StackMemory(((LayerNorm)model.Encoder.named_children().Single(child => child.name == "norm").module).forward(states));
        var rows = embedding.index_select(0, tensors.Ids.flatten()).view(tensors.Ids.shape[0], tensors.Ids.shape[1], -1);
        var hidden = model.Stack.HiddenOf(rows, starts: tensors.Starts, memory: memory).flatten(0, 1);
        var scores = nn.functional.linear(hidden, isTied ? embedding : head.Single(own => own.Leaf.dim() == 2).Leaf, head.Single(own => own.Leaf.dim() == 1).Leaf);
        var sum = nn.functional.cross_entropy(scores, tensors.Targets.flatten(), ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.Sum, label_smoothing: Smoothing);
        BackwardPass.Run(sum, tensor((float)Scale));

        Assert.Equal(sum.item<float>(), losses.Smoothed, 1e-3);
        var expected = model.Weights.Gradients!.clone();
        foreach (var (own, leaf) in head.Append((model.EmbeddingWeight, embedding)).Append((model.Encoder.EmbeddingProjection.Weight, kernel))
            .Append((model.Encoder.EmbeddingProjection.Bias!, bias)).Append((model.Encoder.PositionWeight!, positions)))
            model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, own)).ViewOf(expected).add_(leaf.grad!.view(own.shape));
        Assert.InRange((expected - gradients).abs().max().item<float>() / expected.abs().max().item<float>(), 0, 1e-5);
        Assert.All(["encoder.embedding_projection.weight", "encoder.embedding_projection.bias", "encoder.positions", "embedding.weight", "layers.0.cross_attention.keys_values.weight"], name =>
            Assert.True(model.Weights.Slots.Single(slot => slot.Name == name).ViewOf(gradients).abs().max().item<float>() > 1e-3, name));
        head.ForEach(own => own.Leaf.Dispose());
    }

    [Fact]
    public void Optimizers_and_phases_know_what_its_parameters_are_and_positions_tell_row_and_column()
    {
        random.manual_seed(1);
        using var model = new EncoderDecoderModel(Support.TinyModels.PreNorm, PictureStore.Grid, 11, Weft.Runtime.Precision.Float32, CPU);
        var slots = model.Weights.Slots.ToDictionary(slot => slot.Name, slot => slot.Entry);

        Assert.Equal((ParameterRole.Factor, ModelPart.Layer), (slots["encoder.embedding_projection.weight"].Role, slots["encoder.embedding_projection.weight"].Part));
        Assert.Equal((ParameterRole.Vector, ModelPart.Positions), (slots["encoder.positions"].Role, slots["encoder.positions"].Part));
        Assert.DoesNotContain("encoder.embedding.weight", slots.Keys);
        Assert.Equal([16, 48], slots["encoder.embedding_projection.weight"].Parameter.shape);
        // Four patches: the first half of a position is of its row, the other of its column.
        var positions = slots["encoder.positions"].Parameter;
        Assert.True(positions[0, ..8].Equals(positions[1, ..8]) && positions[0, 8..].Equals(positions[2, 8..]));
        Assert.False(positions[0, ..8].Equals(positions[2, ..8]) || positions[0, 8..].Equals(positions[1, 8..]));
        Assert.Equal([0, 1, 0, 1], positions[0, ..4].data<float>().ToArray());
        Assert.Equal(Math.Sin(1), positions[3, 0].item<float>(), 1e-6);
    }

    public void Dispose()
    {
        _pictures.Dispose();
        _scope.Dispose();
    }

    private static Tensor Leaf(Tensor parameter) => parameter.detach().clone().requires_grad_(true);

    private static Tensor PictureOf(byte[] pixels) => (tensor(pixels).to(ScalarType.Float32).view(1, 8, 8, 3).permute(0, 3, 1, 2) - 127.5f) / 63.75f;

    private static Tensor Convolved(EncoderDecoderModel model, Tensor pictures) =>
        Convolved(model.Encoder.EmbeddingProjection!.Weight, model.Encoder.EmbeddingProjection.Bias!, pictures);

    // [outputs, rows, columns, 3] as TorchSharp has kernels: [outputs, 3, rows, columns].
    private static Tensor Convolved(Tensor weight, Tensor bias, Tensor pictures) =>
        nn.functional.conv2d(pictures, weight.view(-1, 4, 4, 3).permute(0, 3, 1, 2), bias, strides: [4, 4]).flatten(2).transpose(1, 2);
}
