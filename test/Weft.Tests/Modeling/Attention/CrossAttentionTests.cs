using TorchSharp;
using TorchSharp.Modules;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Positions;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Attention;

/// <summary>Attention to a memory against TorchSharp's own decoder layer and attention, with padding on either side.</summary>
public sealed class CrossAttentionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<bool, double, string, int, int> Cases => new(
        from isSimd in new[] { true, false }
        // So rare that nothing is dropped, but attention goes the way that it goes with dropout.
        from dropout in new[] { 0, 1e-12 }
        from padding in new[] { "none", "left", "right", "both" }
        from times in new[] { (7, 4), (1, 6), (3, 9) }
        select (isSimd, dropout, padding, times.Item1, times.Item2));

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_gradients_are_those_of_TorchSharps_decoder(bool isSimd, double dropout, string padding, int time, int memoryTime)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PostNorm with { Layers = 1, Dropout = dropout }, isSimd: isSimd);
        using var layer = nn.TransformerDecoderLayer(16, 2, 24, 0);
        var pairs = Copy(model, layer);
        var embedded = model.Embed(randint(0, TinyModels.Vocabulary, [3, time], dtype: ScalarType.Int64)).detach();
        var states = randn(3, memoryTime, 16);
        var (own, other) = (states.clone().requires_grad_(true), states.clone().requires_grad_(true));
        var weights = randn(3, time, 16);
        var (starts, ends) = Bounds(padding, memoryTime);

        var hidden = model.Stack.HiddenOf(embedded.clone().requires_grad_(true), memory: new StackMemory(own, starts, ends));
        BackwardPass.Run(hidden, weights);

        using var sines = new SinusoidalTable(64, 16, CPU);
        var input = embedded * Math.Sqrt(16) + sines.Rows(new TokenPositions(embedded, 0, null));
        var causal = full([time, time], double.NegativeInfinity).triu(1);
        var plain = layer.call(input.transpose(0, 1), other.transpose(0, 1), causal, null!, null!, IsPadding(starts, ends, memoryTime)).transpose(0, 1);
        (plain * weights).sum().backward();

        AssertClose(plain, hidden);
        AssertClose(other.grad!, own.grad!);
        Assert.Equal(20, pairs.Count);
        Assert.All(pairs, pair => AssertClose(pair.Plain.grad![pair.Rows], pair.Own.grad!));
        if (padding != "none")
            Assert.Equal(0, own.grad![1, 0].abs().max().item<float>() * own.grad![1, memoryTime - 1].abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_memory_of_another_width_is_looked_at_as_by_TorchSharps_attention(bool isSimd, double dropout, string padding, int time, int memoryTime)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm with { Layers = 1, Dropout = dropout }, TinyModels.PreNorm with { Dimension = 6 }, isSimd);
        var attention = model.Stack.Layers.Single().CrossAttention!;
        using var plain = nn.MultiheadAttention(16, 2, kdim: 6, vdim: 6);
        plain.eval();
        using (no_grad())
        {
            var (theirs, ours) = (plain.named_parameters().ToDictionary(named => named.name, named => named.parameter), attention.named_parameters().ToDictionary(named => named.name, named => named.parameter));
            foreach (var parameter in ours.Values)
                parameter.normal_();
            model.Weights.UpdateWorkingCopies();
            theirs["q_proj_weight"].copy_(ours["queries.weight"]);
            theirs["k_proj_weight"].copy_(ours["keys_values.weight"][..16]);
            theirs["v_proj_weight"].copy_(ours["keys_values.weight"][16..]);
            theirs["in_proj_bias"].copy_(cat([ours["queries.bias"], ours["keys_values.bias"]]));
            theirs["out_proj.weight"].copy_(ours["output.weight"]);
            theirs["out_proj.bias"].copy_(ours["output.bias"]);
        }
        var (input, states) = (randn(3, time, 16), randn(3, memoryTime, 6));
        var (starts, ends) = Bounds(padding, memoryTime);

        var actual = attention.Forward(input, new StackMemory(states, starts, ends), layer: 0, cache: null);
        var memory = states.transpose(0, 1);
        var expected = plain.call(input.transpose(0, 1), memory, memory, IsPadding(starts, ends, memoryTime), false, null!).Item1.transpose(0, 1);

        AssertClose(expected, actual);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1e-12)]
    [InlineData(false, 0)]
    public void An_empty_row_of_the_memory_adds_nothing(bool isSimd, double dropout)
    {
        using var model = TinyModels.EncoderDecoder(TinyModels.PreNorm with { Dropout = dropout }, isSimd: isSimd);
        var states = randn(3, 4, 16).requires_grad_(true);
        // The bias of the projection behind it is zero at the start.
        var mixed = model.Stack.Layers.First().CrossAttention!.Forward(randn(3, 5, 16), new StackMemory(states, [0, 4, 2], [2, 4, 2]), layer: 0, cache: null);
        BackwardPass.Run(mixed, ones_like(mixed));

        Assert.True(mixed[0].abs().max().item<float>() > 0);
        Assert.Equal(0, mixed[1..].abs().max().item<float>());
        Assert.Equal(0, states.grad![1..].abs().max().item<float>());
        Assert.True(states.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData("post-norm", Precision.Float32, 2e-6)]
    [InlineData("pre-norm", Precision.Float32, 2e-6)]
    [InlineData("bias-free", Precision.Float32, 2e-6)]
    [InlineData("post-norm", Precision.BFloat16, 0.08)]
    [InlineData("pre-norm", Precision.BFloat16, 0.08)]
    public void Both_paths_give_the_same_states_and_gradients(string kind, Precision precision, double tolerance)
    {
        using var plain = TinyModels.EncoderDecoder(TinyModels.Named(kind) with { Dropout = 0 }, isSimd: false, precision: precision);
        using var own = TinyModels.EncoderDecoder(TinyModels.Named(kind) with { Dropout = 1e-12 }, isSimd: true, precision: precision);
        var (source, target) = (randint(0, 9, [5, 6], dtype: ScalarType.Int64), randint(0, TinyModels.Vocabulary, [5, 7], dtype: ScalarType.Int64));
        var (expected, actual) = (Hidden(plain), Hidden(own));
        var gradient = randn_like(expected);
        expected.backward([gradient]);
        BackwardPass.Run(actual, gradient);

        AssertNear("states", expected, actual, tolerance);
        Assert.Equal(ScalarType.Float32, actual.dtype);
        foreach (var ((name, theirs), (_, ours)) in plain.NamedParameters.Zip(own.NamedParameters).Where(pair => !TransformerModel.IsOfHead(pair.First.Name)))
        {
            // Keys have a bias that no softmax sees: its gradient is nothing but rounding.
            if (!name.EndsWith("qkv.bias", StringComparison.Ordinal) && !name.EndsWith("keys_values.bias", StringComparison.Ordinal))
                AssertNear(name, theirs.grad!, ours.grad!, tolerance);
        }
        Tensor Hidden(EncoderDecoderModel model) => model.Hidden(new Batch(target, target), model.Remember(new Batch(source, source, Starts: [0, 1, 2, 0, 5])));
    }

    public void Dispose() => _scope.Dispose();

    private static (int[]? Starts, int[]? Ends) Bounds(string padding, int time) => padding switch
    {
        "left" => ([0, time - 1, time / 2], null),
        "right" => (null, [time, 1, (time + 1) / 2]),
        "both" => ([0, time / 2, 1], [time - 1, time / 2 + 1, time - 1]),
        _ => (null, null),
    };

    private static Tensor IsPadding(int[]? starts, int[]? ends, int time)
    {
        var isPadding = zeros(3, time, ScalarType.Bool);
        for (var row = 0; row < 3; row++)
        {
            isPadding[row, ..(starts?[row] ?? 0)] = true;
            isPadding[row, (ends?[row] ?? time)..] = true;
        }
        return isPadding;
    }

    private static List<(Parameter Own, Parameter Plain, Range Rows)> Copy(EncoderDecoderModel model, TransformerDecoderLayer layer)
    {
        var plain = layer.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var pairs = new List<(Parameter Own, Parameter Plain, Range Rows)>();
        using var frozen = no_grad();
        var own = model.Stack.Layers.Single().named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach (var (name, theirs) in plain)
        {
            var (module, kind) = (name[..name.LastIndexOfAny(['.', '_'])], name[(name.LastIndexOfAny(['.', '_']) + 1)..]);
            if (module == "multihead_attn.in_proj")
            {
                // One matrix there and two here: each has a part of it.
                foreach (var (part, rows) in new[] { ("queries", ..16), ("keys_values", 16..) })
                {
                    theirs[rows].copy_(own[$"cross_attention.{part}.{kind}"]);
                    pairs.Add((own[$"cross_attention.{part}.{kind}"], theirs, rows));
                }
                continue;
            }
            var mine = module switch
            {
                "self_attn.in_proj" => "attention.qkv",
                "self_attn.out_proj" => "attention.output",
                "multihead_attn.out_proj" => "cross_attention.output",
                "linear1" => "up",
                "linear2" => "down",
                "norm1" => "norm1",
                "norm2" => "cross_norm",
                "norm3" => "norm2",
                _ => throw new NotSupportedException(name),
            };
            theirs.copy_(own[$"{mine}.{kind}"]);
            pairs.Add((own[$"{mine}.{kind}"], theirs, Range.All));
        }
        return pairs;
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }

    private static void AssertNear(string name, Tensor expected, Tensor actual, double tolerance)
    {
        var error = (actual - expected).norm().item<float>() / expected.norm().item<float>();
        Assert.True(error <= tolerance, $"{name}: relative error {error}");
    }
}
