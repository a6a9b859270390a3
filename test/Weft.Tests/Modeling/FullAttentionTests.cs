using TorchSharp;
using Weft.Data;
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
    private const int Width = PaddedRows.Width;
    private static readonly IReadOnlyList<int> Lengths = PaddedRows.Lengths;

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
        var pairs = PaddedRows.Copy(model, layer);
        var batch = PaddedRows.Padded(PaddingSide.Right, filling: 3);
        var embedded = model.Embed(batch.Ids).detach();
        var isToken = PaddedRows.IsToken(PaddingSide.Right);
        var weights = randn(Lengths.Count, Width, 16) * isToken.unsqueeze(2);

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
        var weights = randn(Lengths.Count, Width, 16) * PaddedRows.IsToken(side).unsqueeze(2);
        var hidden = model.Hidden(PaddedRows.Padded(side, filling: 3));
        BackwardPass.Run(hidden, weights);
        var gradients = model.Weights.Gradients!.clone();

        model.Weights.ZeroGradients();
        for (var row = 0; row < Lengths.Count; row++)
        {
            var columns = PaddedRows.Columns(side, row);
            var alone = model.Hidden(tensor(PaddedRows.Row(row), [1, Lengths[row]]));
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
        var isToken = PaddedRows.IsToken(side).unsqueeze(2);

        Assert.True((model.Hidden(PaddedRows.Padded(side, 3)) * isToken).Equals(model.Hidden(PaddedRows.Padded(side, 8)) * isToken));
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

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }
}
