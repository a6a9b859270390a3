using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Training.Steps;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Training.Steps;

public sealed class GradientStepTests : IDisposable
{
    private static readonly RunOptions Options = new() { Model = TinyModels.PostNorm with { Dropout = 0 } };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TransformerLanguageModel _model = TinyModels.Create(Options.Model);
    private readonly Optimizer _adam;
    private readonly LanguageModellingTask _task;
    private readonly GradientStep _step;

    public GradientStepTests()
    {
        var tokens = new MemoryTokens(Enumerable.Range(0, 60).Select(i => i * i % (TinyModels.Vocabulary - 2)).ToArray());
        _adam = new Optimizer(_model.Weights, Options.Optimizer);
        _task = TinyTasks.Of(_model, new FixedChunks(tokens, time: 6, startId: 0), Options);
        _step = new GradientStep(_task, new SharedUpdate(_model.Weights, _adam, Alone.Instance), Options);
    }

    [Fact]
    public void Two_micro_batches_make_the_update_that_one_batch_makes()
    {
        var start = _model.Weights.Values.clone();
        var whole = Make([0, 3, 5, 8]);
        var expected = _model.Weights.Values.clone();
        _model.Weights.Values.copy_(start);
        foreach (var tensor in _adam.State)
            tensor.Own.zero_();

        var halves = Make([0, 3], [5, 8]);

        Assert.Equal(whole.GradientNorm, halves.GradientNorm, 5);
        Assert.False(start.Equals(expected));
        // The first update divides each gradient by itself, and so makes much of the smallest: all but a few agree.
        Assert.InRange((_model.Weights.Values - expected).abs().mean().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void A_loss_above_the_highest_is_not_applied_either()
    {
        var before = _model.Weights.Values.clone();
        using var batches = new StepBatches(1, _task.Examples).Read([[0, 3]]);

        Assert.StartsWith("Step 1 was not made: its loss is ", Assert.Throws<DivergenceException>(() => _step.Make(1, batches, 0.01, highest: 0.5)).Message);
        Assert.True(before.Equals(_model.Weights.Values));
        Assert.True(_model.Weights.Gradients!.Equals(zeros_like(before)));
    }

    [Fact]
    public void A_step_that_is_not_made_leaves_weights_alone_and_gradients_at_zero()
    {
        using (no_grad())
            _model.Decoder("bias")[3] = float.NaN;
        var before = _model.Weights.Values.clone();

        Assert.Throws<DivergenceException>(() => Make([0, 3], [5, 8]));

        Assert.True(before.nan_to_num().Equals(_model.Weights.Values.nan_to_num()));
        Assert.True(_model.Weights.Gradients!.Equals(zeros_like(before)));
    }

    private StepResult Make(params long[][] chunks)
    {
        using var batches = new StepBatches(chunks.Length, _task.Examples);
        return _step.Make(1, batches.Read(chunks), rate: 0.01);
    }

    public void Dispose()
    {
        _adam.Dispose();
        _model.Dispose();
        _scope.Dispose();
    }
}
