using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

/// <summary>A padded batch against the same rows one by one, each alone and without padding.</summary>
public sealed class PaddedBatchTests : IDisposable
{
    // One of a single token, one of none, and two columns more than the longest.
    private static readonly int[] Lengths = [5, 1, 0, 7, 3, 7];
    private const int Width = 9;

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, PaddingSide, bool, double> Cases()
    {
        var cases = new TheoryData<string, PaddingSide, bool, double>();
        foreach (var kind in new[] { "post-norm", "pre-norm", "adaptive", "learned" })
        {
            foreach (var side in Enum.GetValues<PaddingSide>())
            {
                foreach (var isSimd in new[] { true, false })
                {
                    cases.Add(kind, side, isSimd, 0);
                    // So rare that nothing is dropped, but attention goes the way that it goes with dropout.
                    cases.Add(kind, side, isSimd, 1e-12);
                }
            }
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_losses_and_gradients_are_those_of_the_rows_alone(string kind, PaddingSide side, bool isSimd, double dropout)
    {
        using var model = Create(kind, isSimd ? KernelPath.Simd : KernelPath.Tensors, dropout);
        var batch = Padded(side, padding: 3);
        var (hidden, losses) = Run(model, model.Hidden(batch), batch.Targets);
        var gradients = model.Weights.Gradients!.clone();

        model.Weights.ZeroGradients();
        for (var row = 0; row < Lengths.Length; row++)
        {
            if (Lengths[row] == 0)
                continue;
            var (ids, targets) = Row(row);
            var (expected, expectedLosses) = Run(model, model.Hidden(tensor(ids, [1, ids.Length])), tensor(targets, [1, ids.Length]));
            var columns = (side == PaddingSide.Left ? Width - ids.Length : 0)..(side == PaddingSide.Left ? Width : ids.Length);
            AssertClose(expected[0], hidden[row][columns.Start.Value..columns.End.Value]);
            AssertClose(expectedLosses[0], losses[row][columns.Start.Value..columns.End.Value]);
        }
        AssertClose(model.Weights.Gradients!, gradients);
        Assert.True(gradients.abs().max().item<float>() > 0.1);
        Assert.True(hidden.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData("post-norm", PaddingSide.Left)]
    [InlineData("pre-norm", PaddingSide.Left)]
    [InlineData("post-norm", PaddingSide.Right)]
    public void What_stands_in_the_padding_changes_nothing(string kind, PaddingSide side)
    {
        using var model = Create(kind, KernelPath.Simd, dropout: 0);
        var (one, other) = (Padded(side, padding: 3), Padded(side, padding: 8));
        var isToken = one.Targets.ne(ChunkSource.Ignored).unsqueeze(2);

        Assert.True((model.Hidden(one) * isToken).Equals(model.Hidden(other) * isToken));
    }

    [Theory]
    [InlineData(PaddingSide.Left)]
    [InlineData(PaddingSide.Right)]
    public void Counts_and_accuracy_leave_padding_out(PaddingSide side)
    {
        using var model = Create("post-norm", KernelPath.Simd, dropout: 0);
        var batch = Padded(side, padding: 3);
        var sums = model.Output.Measure(model.Hidden(batch).flatten(0, 1).detach(), batch.Targets.flatten());
        var (loss, correct) = (0.0, 0L);
        for (var row = 0; row < Lengths.Length; row++)
        {
            var (ids, targets) = Row(row);
            if (ids.Length == 0)
                continue;
            var alone = model.Output.Measure(model.Hidden(tensor(ids, [1, ids.Length])).flatten(0, 1).detach(), tensor(targets));
            (loss, correct) = (loss + alone.NegativeLogLikelihood, correct + alone.Correct);
        }

        Assert.Equal(Lengths.Sum(), sums.Targets);
        Assert.Equal(loss, sums.NegativeLogLikelihood, 1e-4);
        Assert.Equal(correct, sums.Correct);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1e-12, true)]
    [InlineData(0, false)]
    public void Attention_gives_zeros_where_there_is_padding(double dropout, bool isSimd)
    {
        using var model = Create("pre-norm", isSimd ? KernelPath.Simd : KernelPath.Tensors, dropout);
        var input = randn(2, 4, model.Options.Dimension);
        // The bias of the projection behind it is zero at the start.
        var output = model.Stack.Layers.First().Attention.Forward(input, new TokenPositions(input, 0, [3, 4]), layer: 0, cache: null);

        Assert.Equal(0, output[0][..3].abs().max().item<float>());
        Assert.Equal(0, output[1].abs().max().item<float>());
        Assert.True(output[0][3].abs().max().item<float>() > 0);
    }

    [Fact]
    public void Starts_that_do_not_fit_are_refused()
    {
        using var model = Create("pre-norm", KernelPath.Simd, dropout: 0);
        var embedded = model.Embed(zeros(2, 3, ScalarType.Int64));
        using var cache = new KeyValueCache(model.Options.Layers);
        model.Stack.HiddenOf(embedded, cache);

        Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(embedded, starts: [1]));
        Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(embedded, starts: [1, 4]));
        Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(embedded, starts: [-1, 0]));
        Assert.Throws<ArgumentException>(() => model.Stack.HiddenOf(embedded, cache, [1, 0]));
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerLanguageModel Create(string kind, KernelPath path, double dropout)
    {
        random.manual_seed(5);
        var model = new TransformerLanguageModel(TinyModels.Named(kind) with { Dropout = dropout }, TinyModels.Vocabulary, Precision.Float32, CPU, path);
        model.Weights.AttachGradients();
        model.train();
        return model;
    }

    private static (long[] Ids, long[] Targets) Row(int row)
    {
        var tokens = Enumerable.Range(0, Lengths[row] + 1).Select(i => (long)((row * 5 + i * i * 3 + i) % TinyModels.Vocabulary)).ToArray();
        return (tokens[..^1], tokens[1..]);
    }

    private static Batch Padded(PaddingSide side, long padding)
    {
        var ids = Enumerable.Repeat(padding, Lengths.Length * Width).ToArray();
        var targets = Enumerable.Repeat(ChunkSource.Ignored, ids.Length).ToArray();
        for (var row = 0; row < Lengths.Length; row++)
        {
            var start = row * Width + (side == PaddingSide.Left ? Width - Lengths[row] : 0);
            Row(row).Ids.CopyTo(ids, start);
            Row(row).Targets.CopyTo(targets, start);
        }
        long[] shape = [Lengths.Length, Width];
        return new Batch(tensor(ids, shape), tensor(targets, shape), side == PaddingSide.Left ? [.. Lengths.Select(length => Width - length)] : null);
    }

    /// <summary>Adds the gradients of the sum of all losses; gives states and losses, a row each.</summary>
    private static (Tensor Hidden, Tensor Losses) Run(TransformerLanguageModel model, Tensor hidden, Tensor targets)
    {
        var rows = hidden.flatten(0, 1);
        var (sums, gradient) = model.Output.Differentiate(rows.detach(), targets.flatten(), new LossSettings(0.1, Scale: 1));
        BackwardPass.Run(rows, gradient);
        return (hidden.detach(), sums.Rows.view(targets.shape));
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= 1e-5 * Math.Max(1, expected.abs().max().item<float>()), $"error {error}");
    }
}
