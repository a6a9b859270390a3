using TorchSharp;
using TorchSharp.Modules;
using Weft.Data;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Positions;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>Classifiers whose tokens see what comes before them alone: against TorchSharp's own modules, row by row and without padding.</summary>
public sealed class CausalClassifierTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<PoolingKind, PaddingSide, bool> Cases => new(
        from pooling in Enum.GetValues<PoolingKind>()
        from side in Enum.GetValues<PaddingSide>()
        from isSimd in new[] { true, false }
        select (pooling, side, isSimd));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_gradients_are_those_of_TorchSharps_encoder(PoolingKind pooling, PaddingSide side, bool isSimd)
    {
        using var model = Create(pooling, isSimd);
        using var layer = nn.TransformerEncoderLayer(16, 2, 24, 0);
        var pairs = PaddedRows.Copy(model, layer);
        var head = model.Output.Parameters.ToDictionary(entry => entry.Name, entry => entry.Parameter);
        var (weight, bias) = (head["weight"].detach().clone().requires_grad_(true), head["bias"].detach().clone().requires_grad_(true));

        var sums = Differentiate(model, side, filling: 3);
        var expected = zeros(1);
        for (var row = 0; row < PaddedRows.Lengths.Count; row++)
            expected = expected + nn.functional.cross_entropy(nn.functional.linear(Pooled(model, layer, row, pooling), weight, bias), tensor(new[] { row % 3L }));
        expected.backward();

        Assert.Equal(expected.item<float>(), sums.NegativeLogLikelihood, 1e-5 * expected.item<float>());
        Assert.Equal(12, pairs.Count);
        Assert.All(pairs, pair => AssertClose(pair.Plain.grad!, pair.Own.grad!));
        AssertClose(weight.grad!, head["weight"].grad!);
        AssertClose(bias.grad!, head["bias"].grad!);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_stands_in_the_padding_changes_nothing(PoolingKind pooling, PaddingSide side, bool isSimd)
    {
        using var model = Create(pooling, isSimd);
        var (one, other) = (Differentiate(model, side, filling: 3), model.Weights.Gradients!.clone());
        model.Weights.ZeroGradients();

        Assert.Equal(one.NegativeLogLikelihood, Differentiate(model, side, filling: 8).NegativeLogLikelihood);
        Assert.True(other.Equals(model.Weights.Gradients!));
        Assert.True(other.abs().max().item<float>() > 0.01);
    }

    [Fact]
    public void The_last_state_is_that_of_the_last_token_on_either_side_of_the_padding()
    {
        var hidden = tensor(new float[] { 1, 10, 3, 20, 99, 99, 99, 99, 4, 8, 6, 0 }, [2, 3, 2]);
        var ids = zeros(2, 3, ScalarType.Int64);

        Assert.Equal([3f, 20, 6, 0], PooledStates.Of(hidden, new Weft.Data.Batching.Batch(ids, ids, Ends: [2, 3]), PoolingKind.Last).data<float>().ToArray());
        Assert.Equal([99f, 99, 6, 0], PooledStates.Of(hidden, new Weft.Data.Batching.Batch(ids, ids, Starts: [2, 1]), PoolingKind.Last).data<float>().ToArray());
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerModel Create(PoolingKind pooling, bool isSimd)
    {
        random.manual_seed(5);
        var path = isSimd ? KernelPath.Simd : KernelPath.Tensors;
        var options = TinyModels.PostNorm with { Layers = 1, Dropout = 0, Pooling = pooling };
        var model = new TransformerModel(options.ResolvedFor(3), TinyModels.Vocabulary, 3, AttentionKind.Causal, Precision.Float32, CPU, path, path);
        model.Weights.AttachGradients();
        model.train();
        return model;
    }

    private static LossSums Differentiate(TransformerModel model, PaddingSide side, long filling) =>
        TextStates.Differentiate(model, PaddedRows.Padded(side, filling), new SingleLabels(), new LossSettings(0, 1), new StepClock(), null);

    private static Tensor Pooled(TransformerModel model, TransformerEncoderLayer layer, int row, PoolingKind pooling)
    {
        var time = PaddedRows.Lengths[row];
        var embedded = model.Embed(tensor(PaddedRows.Row(row), [1, time])).detach();
        using var sines = new SinusoidalTable(64, 16, CPU);
        var input = embedded * Math.Sqrt(16) + sines.Rows(new TokenPositions(embedded, 0, null));
        var mask = full(time, time, float.NegativeInfinity).triu(1);
        var states = layer.call(input.transpose(0, 1), mask, null!).squeeze(1); // [time, dimension]
        return (pooling switch
        {
            PoolingKind.Mean => states.mean([0L]),
            PoolingKind.First => states[0],
            PoolingKind.Last => states[time - 1],
            _ => states.amax([0L]),
        }).unsqueeze(0);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }
}
