using TorchSharp;
using TorchSharp.Modules;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Positions;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

/// <summary>Attention that sees whole texts: against TorchSharp's own encoder, and against the same rows alone, with padding on either side.</summary>
public sealed class FullAttentionTests : IDisposable
{
    private const int Classes = 3;
    private const int Width = 8;
    private static readonly int[] Lengths = [6, 1, 8, 4];

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, PaddingSide, bool, double> Cases => new(
        from kind in new[] { "post-norm", "pre-norm", "learned" }
        from side in Enum.GetValues<PaddingSide>()
        from isSimd in new[] { true, false }
        // So rare that nothing is dropped, but attention goes the way that it goes with dropout.
        from dropout in new[] { 0, 1e-12 }
        select (kind, side, isSimd, dropout));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1e-12)]
    [InlineData(false, 0)]
    [InlineData(false, 1e-12)]
    public void States_and_gradients_are_those_of_TorchSharps_encoder(bool isSimd, double dropout)
    {
        using var model = Create(TinyModels.PostNorm with { Layers = 1, Dropout = dropout }, isSimd);
        using var layer = nn.TransformerEncoderLayer(16, 2, 24, 0);
        var pairs = Copy(model, layer);
        var batch = Padded(PaddingSide.Right, filling: 3);
        var embedded = model.Embed(batch.Ids).detach();
        var isToken = IsToken(PaddingSide.Right);
        var weights = randn(Lengths.Length, Width, 16) * isToken.unsqueeze(2);

        var hidden = model.Stack.HiddenOf(embedded.clone().requires_grad_(true), ends: batch.Ends);
        BackwardPass.Run(hidden, weights);
        using var sines = new SinusoidalTable(64, 16, CPU);
        var input = embedded * Math.Sqrt(16) + sines.Rows(new TokenPositions(embedded, 0, null));
        var plain = layer.call(input.transpose(0, 1), null!, isToken.logical_not()).transpose(0, 1); // it has time before batch
        (plain * weights).sum().backward();

        AssertClose(plain * isToken.unsqueeze(2), hidden * isToken.unsqueeze(2));
        Assert.Equal(12, pairs.Count);
        Assert.All(pairs, pair => AssertClose(pair.Plain.grad!, pair.Own.grad!));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_gradients_are_those_of_the_rows_alone(string kind, PaddingSide side, bool isSimd, double dropout)
    {
        using var model = Create(TinyModels.Named(kind) with { Dropout = dropout }, isSimd);
        var weights = randn(Lengths.Length, Width, 16) * IsToken(side).unsqueeze(2);
        var hidden = model.Hidden(Padded(side, filling: 3));
        BackwardPass.Run(hidden, weights);
        var gradients = model.Weights.Gradients!.clone();

        model.Weights.ZeroGradients();
        for (var row = 0; row < Lengths.Length; row++)
        {
            var columns = Columns(side, row);
            var alone = model.Hidden(tensor(Row(row), [1, Lengths[row]]));
            AssertClose(alone[0], hidden[row][columns]);
            BackwardPass.Run(alone, weights[row][columns].unsqueeze(0));
        }
        AssertClose(model.Weights.Gradients!, gradients);
        Assert.True(gradients.abs().max().item<float>() > 0.1);
    }

    [Theory]
    [InlineData(PaddingSide.Left)]
    [InlineData(PaddingSide.Right)]
    public void What_stands_in_the_padding_changes_nothing(PaddingSide side)
    {
        using var model = Create(TinyModels.PreNorm with { Dropout = 0 }, isSimd: true);
        var isToken = IsToken(side).unsqueeze(2);

        Assert.True((model.Hidden(Padded(side, 3)) * isToken).Equals(model.Hidden(Padded(side, 8)) * isToken));
    }

    [Fact]
    public void A_token_sees_what_comes_after_it_and_a_causal_one_does_not()
    {
        using var full = Create(TinyModels.PreNorm with { Dropout = 0 }, isSimd: true);
        using var causal = Create(TinyModels.PreNorm with { Dropout = 0 }, isSimd: true, AttentionKind.Causal);
        var (one, other) = (tensor(new long[] { 1, 2, 3 }, [1, 3]), tensor(new long[] { 1, 2, 4 }, [1, 3]));

        Assert.False(full.Hidden(one)[0, 0].Equals(full.Hidden(other)[0, 0]));
        Assert.True(causal.Hidden(one)[0, 0].Equals(causal.Hidden(other)[0, 0]));
    }

    [Fact]
    public void There_is_no_cache_and_ends_must_fit()
    {
        using var model = Create(TinyModels.PreNorm, isSimd: true);
        using var cache = new KeyValueCache(2);
        var ids = zeros(2, 3, ScalarType.Int64);

        Assert.StartsWith("With full attention a text is read as a whole", Assert.Throws<ArgumentException>(() => model.Hidden(ids, cache)).Message);
        Assert.StartsWith("The ends [3, 4] do not fit 2 rows of 3 columns", Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(model.Embed(ids), ends: [3, 4])).Message);
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerModel Create(ModelOptions options, bool isSimd, AttentionKind attention = AttentionKind.Full)
    {
        random.manual_seed(5);
        var path = isSimd ? KernelPath.Simd : KernelPath.Tensors;
        options = options with { TieEmbeddings = false };
        var model = new TransformerModel(options.ResolvedFor(Classes), TinyModels.Vocabulary, Classes, attention, Precision.Float32, CPU, path, path);
        model.Weights.AttachGradients();
        model.train();
        return model;
    }

    private static List<(Parameter Own, Parameter Plain)> Copy(TransformerModel model, TransformerEncoderLayer layer)
    {
        var plain = layer.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var pairs = new List<(Parameter Own, Parameter Plain)>();
        using var frozen = no_grad();
        foreach (var (name, own) in model.NamedParameters.Where(named => named.Name.StartsWith("layers.", StringComparison.Ordinal)))
        {
            var other = plain[name["layers.0.".Length..].Replace("attention.qkv.", "self_attn.in_proj_", StringComparison.Ordinal)
                .Replace("attention.output", "self_attn.out_proj", StringComparison.Ordinal)
                .Replace("up.", "linear1.", StringComparison.Ordinal).Replace("down.", "linear2.", StringComparison.Ordinal)];
            other.copy_(own);
            pairs.Add((own, other));
        }
        return pairs;
    }

    private static long[] Row(int row) => [.. Enumerable.Range(0, Lengths[row]).Select(i => (row * 5 + i * i * 3 + i) % (long)TinyModels.Vocabulary)];

    private static TensorIndex Columns(PaddingSide side, int row) =>
        side == PaddingSide.Left ? TensorIndex.Slice(Width - Lengths[row], Width) : TensorIndex.Slice(0, Lengths[row]);

    private static Tensor IsToken(PaddingSide side)
    {
        var isToken = zeros(Lengths.Length, Width, ScalarType.Bool);
        for (var row = 0; row < Lengths.Length; row++)
            isToken[row, Columns(side, row)] = true;
        return isToken;
    }

    private static Batch Padded(PaddingSide side, long filling)
    {
        var buffer = new BatchBuffer();
        buffer.Begin([.. Lengths.Select((_, row) => (long)row)], Lengths, filling, side, hasTargetPerToken: false);
        for (var row = 0; row < Lengths.Length; row++)
        {
            Row(row).CopyTo(buffer.IdsOf(row));
            buffer.TargetsOf(row)[0] = row % Classes;
        }
        return buffer.ToBatch(CPU);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }
}
