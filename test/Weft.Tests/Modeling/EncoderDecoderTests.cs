using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Parameters;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

/// <summary>An encoder and a decoder that looks at it, as one model.</summary>
public sealed class EncoderDecoderTests : IDisposable
{
    private static readonly int[] SourceLengths = [6, 1, 8, 4];
    private static readonly int[] TargetLengths = [2, 5, 7, 1];

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, PaddingSide, bool, double> Cases => new(
        from kind in new[] { "post-norm", "pre-norm", "learned" }
        from side in Enum.GetValues<PaddingSide>()
        from isSimd in new[] { true, false }
        from dropout in new[] { 0, 1e-12 }
        select (kind, side, isSimd, dropout));

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_gradients_are_those_of_the_pairs_alone(string kind, PaddingSide side, bool isSimd, double dropout)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.Named(kind) with { Dropout = dropout }, isSimd: isSimd);
        var (source, target) = (Padded(SourceLengths, side, 9), Padded(TargetLengths, side, TinyModels.Vocabulary));
        var weights = randn(4, 7, 16);
        for (var row = 0; row < 4; row++)
        {
            weights[row, ..ColumnsOf(TargetLengths, row, side).Start] = 0;
            weights[row, ColumnsOf(TargetLengths, row, side).End..] = 0;
        }
        var hidden = model.Hidden(target, model.Remember(source));
        BackwardPass.Run(hidden, weights);
        var gradients = model.Weights.Gradients!.clone();

        model.Weights.ZeroGradients();
        for (var row = 0; row < 4; row++)
        {
            var (from, to) = (ColumnsOf(SourceLengths, row, side), ColumnsOf(TargetLengths, row, side));
            var memory = new StackMemory(model.Encoder.HiddenOf(model.Encoder.Embed(source.Ids[row..(row + 1), from])));
            var alone = model.Stack.HiddenOf(model.Embed(target.Ids[row..(row + 1), to]), memory: memory);
            AssertClose(alone[0], hidden[row][to]);
            BackwardPass.Run(alone, weights[row][to].unsqueeze(0));
        }
        AssertClose(model.Weights.Gradients!, gradients);
        foreach (var part in new[] { "encoder.embedding.weight", "encoder.layers.0.attention.qkv.weight", "layers.0.cross_attention.keys_values.weight", "embedding.weight" })
            Assert.True(model.NamedParameters.Single(named => named.Name == part).Parameter.grad!.abs().max().item<float>() > 0.01, part);
    }

    [Theory]
    [InlineData(PaddingSide.Left)]
    [InlineData(PaddingSide.Right)]
    public void What_stands_in_the_sources_padding_changes_nothing(PaddingSide side)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm with { Dropout = 0 });
        var target = Padded(TargetLengths, PaddingSide.Right, TinyModels.Vocabulary);
        Tensor Hidden(long filling) => model.Hidden(target, model.Remember(Padded(SourceLengths, side, 9, filling)));

        Assert.True(Hidden(3).Equals(Hidden(8)));
    }

    [Theory]
    [InlineData("post-norm")]
    [InlineData("pre-norm")]
    public void Reading_token_by_token_gives_the_same_states_and_looks_at_the_memory_once(string kind)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.Named(kind));
        model.eval();
        using var frozen = no_grad();
        using var cache = new KeyValueCache(2);
        var memory = model.Remember(Padded(SourceLengths, PaddingSide.Left, 9));
        var ids = randint(0, TinyModels.Vocabulary, [4, 6], dtype: ScalarType.Int64);
        var whole = model.Stack.HiddenOf(model.Embed(ids), memory: memory);
        for (var i = 0; i < 6; i++)
        {
            using (NewDisposeScope())
                AssertClose(whole[.., i], model.Stack.HiddenOf(model.Embed(ids[.., i..(i + 1)]), cache, memory: memory)[.., 0]);
            // From the second token on the memory's states are not looked at again.
            memory.States.zero_();
        }
        var other = new StackMemory(memory.States);
        Assert.StartsWith("The cache holds keys and values of another memory", Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(model.Embed(ids), cache, memory: other)).Message);
        cache.Clear();
        Assert.False(whole.allclose(model.Stack.HiddenOf(model.Embed(ids), cache, memory: other)));
    }

    [Fact]
    public void Its_parameters_have_these_names()
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm with { Layers = 1 }, TinyModels.PostNorm with { Layers = 1 });
        string[] layer =
        [
            "attention.output.bias", "attention.output.weight", "attention.qkv.bias", "attention.qkv.weight", "down.bias", "down.weight",
            "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight", "up.bias", "up.weight",
        ];
        string[] cross =
        [
            "cross_attention.keys_values.bias", "cross_attention.keys_values.weight", "cross_attention.output.bias", "cross_attention.output.weight",
            "cross_attention.queries.bias", "cross_attention.queries.weight", "cross_norm.bias", "cross_norm.weight",
        ];
        string[] expected =
        [
            "decoder_bias", "embedding.weight", "norm.bias", "norm.weight", "encoder.embedding.weight",
            .. layer.Select(name => "encoder.layers.0." + name), .. layer.Concat(cross).Select(name => "layers.0." + name),
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), model.NamedParameters.Select(named => named.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Optimizers_and_phases_know_what_each_parameter_is()
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm, TinyModels.PostNorm with { Positions = PositionEncoding.Learned, Dimension = 8 });
        var slots = model.Weights.Slots.ToDictionary(slot => slot.Name, slot => slot.Entry);

        Assert.Equal(model.NamedParameters.Count(), slots.Count);
        Assert.Equal((ParameterRole.Table, ModelPart.Embedding), (slots["encoder.embedding.weight"].Role, slots["encoder.embedding.weight"].Part));
        Assert.Equal((ParameterRole.Factor, ModelPart.Embedding), (slots["embedding.weight"].Role, slots["embedding.weight"].Part));
        Assert.Equal(ModelPart.Positions, slots["encoder.positions"].Part);
        Assert.Equal(ModelPart.Norm, slots["layers.1.cross_norm.weight"].Part);
        Assert.Equal(ModelPart.Bias, slots["layers.1.cross_attention.queries.bias"].Part);
        Assert.Equal(2, slots["layers.1.cross_attention.keys_values.weight"].Matrices);
        Assert.Equal(3, slots["encoder.layers.0.attention.qkv.weight"].Matrices);
        Assert.Equal([32, 8], slots["layers.0.cross_attention.keys_values.weight"].Parameter.shape);
        Assert.DoesNotContain(slots.Values, entry => entry.IsOfHead != (entry.Name == "decoder_bias"));
    }

    [Fact]
    public void Masks_of_dropout_follow_the_key_and_no_two_places_share_one()
    {
        var options = TinyModels.PreNorm with { Dropout = 0.5 };
        using var model = TinyModels.EncoderDecoder(options);
        var (source, target) = (Padded(SourceLengths, PaddingSide.Right, 9), Padded(TargetLengths, PaddingSide.Right, TinyModels.Vocabulary));
        Tensor Hidden(ulong key)
        {
            model.BeginDropout(key);
            return model.Hidden(target, model.Remember(source));
        }

        Assert.True(Hidden(1).Equals(Hidden(1)));
        Assert.False(Hidden(1).Equals(Hidden(2)));
        model.BeginDropout(1);
        Assert.NotEqual(model.Encoder.Dropout.Next(DropoutPlace.Embedding).Key, model.Stack.Dropout.Next(DropoutPlace.Embedding).Key);
    }

    [Fact]
    public void Products_that_end_a_residual_path_start_smaller_by_the_root_of_their_number()
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm with { InitialDeviation = 1, Dimension = 64, FeedForward = 64 }, TinyModels.PostNorm);
        double DeviationOf(string name) => model.NamedParameters.Single(named => named.Name == name).Parameter.std().item<float>();

        // Two layers with three branches each.
        Assert.All(["attention.output", "cross_attention.output", "down"], end => Assert.InRange(DeviationOf($"layers.1.{end}.weight") * Math.Sqrt(6), 0.95, 1.05));
        Assert.InRange(DeviationOf("layers.1.cross_attention.queries.weight"), 0.95, 1.05);
        Assert.InRange(DeviationOf("encoder.layers.0.attention.output.weight"), 0.1, 0.2);
    }

    [Fact]
    public void A_memory_that_does_not_fit_is_refused()
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm);
        var embedded = model.Embed(zeros(2, 3, ScalarType.Int64));
        string Refusal(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;

        Assert.StartsWith("This stack has cross attention, and there is no memory.", Refusal(() => model.Stack.HiddenOf(embedded)));
        Assert.StartsWith("This stack has no cross attention to a memory.", Refusal(() => model.Encoder.HiddenOf(embedded, memory: new StackMemory(zeros(2, 4, 16)))));
        Assert.StartsWith("The memory is [3, 4, 16]; it must be [2, time, 16].", Refusal(() => model.Stack.HiddenOf(embedded, memory: new StackMemory(zeros(3, 4, 16)))));
        Assert.StartsWith("The memory is [2, 4, 8]; it must be [2, time, 16].", Refusal(() => model.Stack.HiddenOf(embedded, memory: new StackMemory(zeros(2, 4, 8)))));
        Assert.StartsWith("The memory is [2, 0, 16]; it must be [2, time, 16].", Refusal(() => model.Stack.HiddenOf(embedded, memory: new StackMemory(zeros(2, 0, 16)))));
        Assert.StartsWith("The ends [5, 4] do not fit 2 rows of 4 columns.", Refusal(() => new StackMemory(zeros(2, 4, 16), ends: [5, 4])));
    }

    public void Dispose() => _scope.Dispose();

    private static Range ColumnsOf(int[] lengths, int row, PaddingSide side) =>
        side == PaddingSide.Left ? (lengths.Max() - lengths[row])..lengths.Max() : 0..lengths[row];

    private static Batch Padded(int[] lengths, PaddingSide side, int vocabulary, long filling = 3)
    {
        var buffer = new BatchBuffer();
        buffer.Begin([.. lengths.Select((_, row) => (long)row)], lengths, filling, side, hasTargetPerToken: false);
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var i = 0; i < lengths[row]; i++)
                buffer.IdsOf(row)[i] = (row * 5 + i * i * 3 + i) % vocabulary;
            buffer.TargetsOf(row)[0] = 0;
        }
        return buffer.ToBatch(CPU);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }
}
