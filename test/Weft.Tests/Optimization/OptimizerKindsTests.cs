using TorchSharp;
using TorchSharp.Modules;
using Weft.Foundation;
using Weft.Kernels;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using Weft.Tests.Support;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Optimization;

/// <summary>Fifty updates of each kind beside TorchSharp's own optimizer.</summary>
public sealed class OptimizerKindsTests : IDisposable
{
    private const double Rate = 0.01;
    private readonly DisposeScope _scope = NewDisposeScope();

    public OptimizerKindsTests() => random.manual_seed(12);

    [Theory]
    [InlineData(OptimizerKind.Adam, 0.0, true)]
    [InlineData(OptimizerKind.Adam, 0.1, true)]
    [InlineData(OptimizerKind.Adam, 0.1, false)]
    [InlineData(OptimizerKind.AdamW, 0.1, true)]
    [InlineData(OptimizerKind.AdamW, 0.1, false)]
    public void Adam_decays_as_TorchSharps_own(OptimizerKind kind, double decay, bool simd) => AssertAgrees(
        new OptimizerOptions { Kind = kind, WeightDecay = decay, DecayBiases = true },
        theirs => kind == OptimizerKind.Adam ? optim.Adam(theirs, Rate, weight_decay: decay) : optim.AdamW(theirs, Rate, weight_decay: decay),
        simd);

    [Theory]
    [InlineData(0.0, 0.0, 0.0, false, true)]
    [InlineData(0.9, 0.0, 0.0, false, true)]
    [InlineData(0.9, 0.0, 0.1, false, true)]
    [InlineData(0.9, 0.3, 0.1, false, true)]
    [InlineData(0.9, 0.3, 0.1, false, false)]
    [InlineData(0.9, 0.0, 0.1, true, true)]
    [InlineData(0.9, 0.0, 0.1, true, false)]
    public void Momentum_agrees_with_TorchSharps_own(double momentum, double dampening, double decay, bool nesterov, bool simd) => AssertAgrees(
        new OptimizerOptions
        {
            Kind = OptimizerKind.Sgd,
            Momentum = momentum,
            Dampening = dampening,
            Nesterov = nesterov,
            WeightDecay = decay,
            DecayBiases = true,
        },
        theirs => optim.SGD(theirs, Rate, momentum, dampening, decay, nesterov),
        simd);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Momentum_of_rows_that_were_not_looked_up_goes_on(bool simd)
    {
        var own = nn.Parameter(randn(300, 16));
        var theirs = nn.Parameter(own.detach().clone());
        using var buffer = Buffers.OfTable(own);
        var options = new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = 0.9, Nesterov = false, WeightDecay = 0.1 };
        using var optimizer = new Optimizer(buffer, options, simd ? KernelPath.Simd : KernelPath.Tensors);
        using var reference = optim.SGD([theirs], Rate, 0.9, weight_decay: 0.1);

        for (var step = 0; step < 20; step++)
        {
            var (ids, rows) = (randint(0, 300, [8], ScalarType.Int64), randn(8, 16));
            theirs.grad = zeros_like(theirs).index_add_(0, ids, rows, 1);
            buffer.AddRows(own, ids, rows);
            optimizer.Step(Rate);
            reference.step();
        }

        AssertNear(theirs, own);
    }

    [Fact]
    public void Momentum_keeps_no_squares() =>
        Assert.DoesNotContain(
            new Optimizer(Buffers.Of(nn.Parameter(zeros(2, 2))), new OptimizerOptions { Kind = OptimizerKind.Sgd }).State,
            state => state.Name.EndsWith(".square", StringComparison.Ordinal));

    [Theory]
    [InlineData(OptimizerKind.Sgd, true, 0.1, "optimizer.dampening is 0.1; it must be 0 where optimizer.nesterov is true.")]
    [InlineData(OptimizerKind.Sgd, false, 1.5, "optimizer.dampening is 1.5; it must be from 0 to 1.")]
    public void A_dampening_that_does_not_go_is_refused(OptimizerKind kind, bool nesterov, double dampening, string expected)
    {
        var problems = new Problems();

        new OptimizerOptions { Kind = kind, Nesterov = nesterov, Dampening = dampening }.Validate(problems);

        Assert.Equal(expected, Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
    }

    [Theory]
    [InlineData(nameof(ModelPart.Embedding), 1.0)]
    [InlineData(nameof(ModelPart.Positions), 1.0)]
    [InlineData(nameof(ModelPart.Norm), 1.0)]
    [InlineData(nameof(ModelPart.Bias), 1.0)]
    [InlineData(nameof(ModelPart.Layer), 0.95)]
    [InlineData(nameof(ModelPart.Decoder), 0.95)]
    public void What_is_left_out_does_not_decay(string part, double expected)
    {
        var parameter = nn.Parameter(ones(4, 4));
        using var buffer = new ParameterBuffer([new("p0", parameter, ParameterRole.Factor, Enum.Parse<ModelPart>(part))]);
        var options = new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = 0.5, DecayEmbeddings = false };
        using var optimizer = new Optimizer(buffer, options);

        optimizer.Step(0.1);

        Assert.Equal(expected, parameter.max().item<float>(), 6);
    }

    [Fact]
    public void A_reset_forgets_all_but_the_averages()
    {
        var parameter = nn.Parameter(randn(4, 4));
        using var buffer = Buffers.Of(parameter);
        var options = new OptimizerOptions { AverageDecay = 0.5 };
        using var optimizer = new Optimizer(buffer, options);
        parameter.grad!.fill_(1);
        optimizer.Step(0.1);

        optimizer.Begin(options, reset: true);

        Assert.All(optimizer.State, state => Assert.Equal(state.Name.EndsWith(".average", StringComparison.Ordinal), state.Own.count_nonzero().item<long>() > 0));
    }

    public void Dispose() => _scope.Dispose();

    private static void AssertAgrees(OptimizerOptions options, Func<Parameter[], optim.Optimizer> create, bool simd)
    {
        Parameter[] own = [nn.Parameter(randn(7, 5)), nn.Parameter(randn(3, 11)), nn.Parameter(randn(9))];
        Parameter[] theirs = [.. own.Select(parameter => nn.Parameter(parameter.detach().clone()))];
        using var buffer = Buffers.Of(own);
        using var optimizer = new Optimizer(buffer, options, simd ? KernelPath.Simd : KernelPath.Tensors);
        using var reference = create(theirs);

        for (var step = 0; step < 50; step++)
        {
            foreach (var (mine, other) in own.Zip(theirs))
                mine.grad!.copy_(other.grad = randn_like(other));
            optimizer.Step(Rate);
            reference.step();
        }

        Assert.All(own.Zip(theirs), pair => AssertNear(pair.Second, pair.First));
    }

    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.InRange(((actual - expected).norm() / expected.norm()).item<float>(), 0, 1e-6);
}
