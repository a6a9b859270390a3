using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Tasks;
using Weft.Tasks.Passes;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Differentiation;

/// <summary>A backward pass that goes through one layer after another, beside one that does not.</summary>
public sealed class GraphCutsTests : IDisposable
{
    private static readonly string[] Kinds = ["post-norm", "pre-norm", "learned"];

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, bool, string> Cases => new(
        from kind in Kinds
        from hasEncoder in new[] { true, false }
        from frozen in new[] { "", "layers.1.", "layers.0.", "decoder_" }
        select (kind, hasEncoder, frozen));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_the_same_bits_and_tells_when_a_stages_gradients_are_complete(string kind, bool hasEncoder, string frozen)
    {
        using var model = Model(kind, hasEncoder);
        foreach (var slot in model.Weights.Slots.Where(slot => frozen.Length > 0 && slot.Name.StartsWith(frozen, StringComparison.Ordinal)))
            slot.Parameter.requires_grad = false;
        Add(model, null);
        var expected = model.Weights.Gradients!.clone();
        Assert.True(expected.abs().max().item<float>() > 0);
        model.Weights.ZeroGradients();

        var stages = new List<int>();
        Add(model, stage =>
        {
            stages.Add(stage);
            foreach (var slot in model.Weights.Slots.Where(slot => slot.Entry.Stage is not null))
            {
                var gradient = slot.ViewOf(model.Weights.Gradients!);
                Assert.True(gradient.Equals(slot.Entry.Stage <= stage ? slot.ViewOf(expected) : zeros_like(gradient)), $"{slot.Name} at stage {stage}");
            }
        });

        Assert.Equal(Enumerable.Range(0, hasEncoder ? 6 : 3), stages);
        Assert.True(expected.Equals(model.Weights.Gradients!));
    }

    [Theory]
    [InlineData(true, "decoder_bias 0, layers.1.down.weight 1, layers.0.up.bias 2, encoder.layers.2.norm1.weight 3, encoder.layers.0.down.weight 5, encoder.positions , embedding.weight ")]
    [InlineData(false, "decoder_bias 0, layers.1.down.weight 1, layers.0.up.bias 2, positions , embedding.weight ")]
    public void A_stage_is_the_head_or_a_layer(bool hasEncoder, string expected)
    {
        using var model = Model("learned", hasEncoder);
        var stages = model.Weights.Slots.Select(slot => $"{slot.Name} {slot.Entry.Stage}").ToList();

        Assert.All(expected.Split(", "), one => Assert.Contains(one, stages));
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerModel Model(string kind, bool hasEncoder)
    {
        var options = TinyModels.Named(kind) with { Dropout = 0.2 };
        if (hasEncoder)
            return TinyModels.EncoderDecoder(options, options with { Layers = 3 });
        var model = TinyModels.Create(options);
        model.Weights.AttachGradients();
        model.train();
        return model;
    }

    private static void Add(TransformerModel model, Action<int>? stageIsDone)
    {
        model.BeginDropout(7);
        var target = Texts(TinyModels.Vocabulary, 3, 5) with { Source = model is EncoderDecoderModel ? Texts(9, 6, 4) : null };
        ModelGradients.Add(model, target, hidden => hidden.flatten(0, 1), Score, new StepClock(), stageIsDone);

        (LossSums Sums, Tensor Gradient) Score(Tensor rows) =>
            model.Output.Differentiate(rows, arange(rows.shape[0], ScalarType.Int64) % TinyModels.Vocabulary, new LossSettings(0.1, 0.1));
    }

    private static Batch Texts(int vocabulary, params int[] lengths)
    {
        var buffer = new BatchBuffer();
        buffer.Begin([.. lengths.Select((_, row) => (long)row)], lengths, 0, PaddingSide.Right, hasTargetPerToken: false);
        for (var row = 0; row < lengths.Length; row++)
        {
            for (var i = 0; i < lengths[row]; i++)
                buffer.IdsOf(row)[i] = (row * 5 + i * i * 3 + i) % vocabulary;
            buffer.TargetsOf(row)[0] = 0;
        }
        return buffer.ToBatch(CPU);
    }
}
