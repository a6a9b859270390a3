using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Tasks;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Translation;

/// <summary>Losses and gradients of a translator, against TorchSharp's own cross entropy and autograd.</summary>
public sealed class TranslationGradientsTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PairStore _pairs = new(PairStore.Pairs);

    [Theory]
    [InlineData(PaddingSide.Right, true)]
    [InlineData(PaddingSide.Left, true)]
    [InlineData(PaddingSide.Right, false)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side, bool isTied)
    {
        using var task = _pairs.CreateTask(PairStore.Setup(side: side), isTied);
        var model = (EncoderDecoderModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 1, 2, 3]);
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale)) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: all of it in one graph, the embedding and the head too.
        var tensors = batch.Buffer.ToBatch(CPU);
        using var twin = new Graph(model, isTied);
        var scores = twin.Scores(tensors);
        var targets = tensors.Targets.flatten();
        var sum = nn.functional.cross_entropy(scores, targets, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.Sum, label_smoothing: Smoothing);
        BackwardPass.Run(sum, tensor((float)Scale));

        var plain = nn.functional.cross_entropy(scores, targets, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.None).view(tensors.Targets.shape);
        Assert.Equal(sum.item<float>(), losses.Smoothed, 1e-3);
        Assert.Equal(plain.sum().item<float>(), losses.Plain, 1e-3);
        Assert.Equal(plain.sum(1).data<float>().ToArray(), losses.Examples.Select(example => (float)example.Sum), (one, other) => Math.Abs(one - other) < 1e-3);
        var expected = twin.AddTo(model.Weights.Gradients!);
        Assert.InRange((expected - gradients).abs().max().item<float>() / expected.abs().max().item<float>(), 0, 1e-5);
        Assert.All(["embedding.weight", "encoder.layers.0.attention.qkv.weight", "layers.0.cross_attention.keys_values.weight"], name =>
            Assert.True(model.Weights.Slots.Single(slot => slot.Name == name).ViewOf(gradients).abs().max().item<float>() > 1e-3, name));
        // Source and target have one table.
        Assert.DoesNotContain(model.NamedParameters, named => named.Name == "encoder.embedding.weight");
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _scope.Dispose();
    }

    /// <summary>The model with embedding and head as leaves of one graph.</summary>
    private sealed class Graph(EncoderDecoderModel model, bool isTied) : IDisposable
    {
        private readonly Tensor _embedding = model.EmbeddingWeight.detach().clone().requires_grad_(true);
        private readonly List<(TorchSharp.Modules.Parameter Own, Tensor Leaf)> _head = [.. model.Output.Parameters.Select(own => (own.Parameter, own.Parameter.detach().clone().requires_grad_(true)))];

        public Tensor Scores(Batch batch)
        {
            var memory = model.Remember(batch.Source!, Rows(batch.Source!.Ids));
            var hidden = model.Stack.HiddenOf(Rows(batch.Ids), starts: batch.Starts, memory: memory).flatten(0, 1);
            return nn.functional.linear(hidden, isTied ? _embedding : _head.Single(own => own.Leaf.dim() == 2).Leaf, _head.Single(own => own.Leaf.dim() == 1).Leaf);
        }

        /// <summary>All gradients: those of the layers are there already.</summary>
        public Tensor AddTo(Tensor gradients)
        {
            var all = gradients.clone();
            foreach (var (own, leaf) in _head.Prepend((model.EmbeddingWeight, _embedding)))
                model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, own)).ViewOf(all).add_(leaf.grad!);
            return all;
        }

        public void Dispose()
        {
            _embedding.Dispose();
            _head.ForEach(own => own.Leaf.Dispose());
        }

        private Tensor Rows(Tensor ids) => _embedding.index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], -1);
    }
}
