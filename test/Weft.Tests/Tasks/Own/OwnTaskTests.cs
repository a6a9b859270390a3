using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Evaluation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Own;
using Weft.Tests.Support;
using Weft.Tests.Tasks.Classification;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Own;

/// <summary>What a program's own task becomes: examples by hand, losses and gradients against TorchSharp's own functions.</summary>
public sealed class OwnTaskTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly LabelledStore _texts = new(LabelledStore.Texts);

    [Fact]
    public void Documents_and_their_pieces_become_examples_by_their_length()
    {
        var examples = Examples(new HasO());

        // bad, good and one with an end each; then "a good good one", "so bad it is" and "it is so good", whose ends are pieces without a target.
        Assert.Equal((6L, 15L), (examples.Count, examples.TargetsInEpoch));
        Assert.Equal([7L, 8], examples.ClassCounts);
        Assert.Equal([1, 1, 1, 4, 4, 4], Enumerable.Range(0, 6).Select(example => examples.TargetsOf(7, example)));
        Assert.Equal("a good good one", examples.Excerpt(3));
        Assert.Equal(6, examples.Difficulties().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => examples.TargetsOf(0, 6));
    }

    [Theory]
    [InlineData(PaddingSide.Right, new long[] { 0, -100, -100, -100, 0, 1, 1, 1 })]
    [InlineData(PaddingSide.Left, new long[] { -100, -100, 0, -100, 0, 1, 1, 1 })]
    public void A_batch_has_the_targets_of_each_input_and_none_where_it_is_padded(PaddingSide side, long[] expected)
    {
        var buffer = new BatchBuffer();

        Examples(new HasO(), Setup(new HasO()) with { Padding = side }).Read(new Samples(0, [0, 3]), buffer);

        Assert.Equal(expected, buffer.ToBatch(CPU).Targets.data<long>().ToArray());
    }

    [Fact]
    public void Chance_is_a_function_of_seed_epoch_and_piece()
    {
        var (one, again, other) = (Read(Examples(new Hidden()), 0), Read(Examples(new Hidden()), 0), Read(Examples(new Hidden(), Setup(new Hidden()) with { Seed = 8 }), 0));

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, Read(Examples(new Hidden()), 1));

        static long[] Read(OwnExamples examples, long epoch)
        {
            var buffer = new BatchBuffer();
            examples.Read(new Samples(epoch, [.. Enumerable.Range(0, (int)examples.Count).Select(i => (long)i)]), buffer);
            return [.. buffer.ToBatch(CPU).Targets.data<long>()];
        }
    }

    [Theory]
    [InlineData(PaddingSide.Right, false)]
    [InlineData(PaddingSide.Left, true)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side, bool causal)
    {
        using var task = Create(new HasO { IsCausal = causal }, side);
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 2, 3, 5]);
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale)), new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: TorchSharp's linear map and cross entropy; only the layers below, which have tests of their own, are ours.
        var tensors = batch.Buffer.ToBatch(CPU);
        var states = model.Hidden(tensors);
        var leaf = states.detach().requires_grad_(true);
        var (weight, bias) = (Own(model, "weight"), Own(model, "bias"));
        var (plainWeight, plainBias) = (weight.detach().clone().requires_grad_(true), bias.detach().clone().requires_grad_(true));
        var scores = nn.functional.linear(leaf.flatten(0, 1), plainWeight, plainBias);
        var loss = nn.functional.cross_entropy(scores, tensors.Targets.flatten(), reduction: nn.Reduction.Sum, label_smoothing: Smoothing);
        (loss * Scale).backward();
        BackwardPass.Run(states, leaf.grad!);
        var plain = nn.functional.cross_entropy(scores, tensors.Targets.flatten(), reduction: nn.Reduction.Sum).item<float>();

        Assert.Equal(10, batch.Samples.Examples.Sum(example => task.Examples.TargetsOf(0, example)));
        Assert.Equal(loss.item<float>(), losses.Smoothed, 1e-4);
        Assert.Equal(plain, losses.Plain, 1e-4);
        Assert.Equal((plain, 10), (task.Measure(batch).Loss, task.Measure(batch).Targets), (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-4 && one.Item2 == other.Item2);
        var expected = model.Weights.Gradients!.clone();
        AssertClose(plainWeight.grad!, GradientOf(model, gradients, weight));
        AssertClose(plainBias.grad!, GradientOf(model, gradients, bias));
        // All that is below the head; the twin's head has weights of its own.
        GradientOf(model, gradients, weight).zero_();
        GradientOf(model, gradients, bias).zero_();
        AssertClose(expected, gradients);
        Assert.True(expected.abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void A_report_counts_what_was_predicted_and_agrees_with_the_quick_measurement()
    {
        using var task = Create(new HasO(), PaddingSide.Right);
        var model = (TransformerModel)task.Model;
        // Whatever the states are, "o" is predicted, with a probability of 0.8.
        using (no_grad())
        {
            Own(model, "weight").zero_();
            Own(model, "bias").copy_(tensor(new[] { 0.2f, 0.8f }).log());
            model.Weights.UpdateWorkingCopies();
        }
        var quick = task.Measure(Split.Validation, CancellationToken.None);
        var report = (OwnTaskReport)task.Report(Split.Validation, 7, WeightsChoice.Raw, CancellationToken.None);

        // "good it is" and "bad it is": one word of six has an o.
        Assert.Equal(-(5 * Math.Log(0.2) + Math.Log(0.8)) / 6, quick.Loss, 1e-6);
        Assert.Equal((6, 1.0 / 6), (quick.Targets, quick.Accuracy));
        Assert.Equal(quick, report.ToResult());
        Assert.Equal([new ClassScores("no", 5, 0, 0), new ClassScores("o", 1, 6, 1)], report.Classes);
        Assert.Equal(6, task.TargetsIn(Split.Validation));
        Assert.StartsWith("task:has-o (Weft.Tests.Support.HasO), full attention, 2 classes ", report.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_answer_names_the_document()
    {
        AssertRefused("1 inputs and 2 targets, not as many of both,", example => example with { Inputs = [0] }, "document 2 of the train split");
        AssertRefused("the target 2 at place 0, not one from -1 to 1,", example => example with { Targets = [2, 0] }, "document 2 of the train split");
        AssertRefused("the target -100 at place 1, not one from -1 to 1,", example => example with { Targets = [0, -100] }, "document 2 of the train split");
        AssertRefused("the input 99 at place 1, not one from 0 to ", example => example with { Inputs = [0, 99] }, "document 2 of the train split");
        AssertRefused("5 inputs, more than training.context, which is 4,", _ => new TaskExample([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]), "document 2 of the train split");
        AssertRefused("nothing", _ => null!, "document 2 of the train split", isNull: true);

        // The end of "a good good one", which four tokens go before.
        var error = Assert.Throws<InvalidOperationException>(() => Examples(new HasO(example => example.Inputs.Count == 1 ? example with { Targets = [] } : example)));
        Assert.EndsWith("for document 1 of the train split, from its token 5 on.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_targets_once_has_them_always()
    {
        var epoch = 0;
        var examples = Examples(new HasO(example => epoch == 0 ? example : example with { Targets = [.. example.Targets.Select(_ => TaskExample.None)] }));
        epoch = 1;

        Assert.Equal(
            "The task gave no target in epoch 2 for document 2 of the train split, which has some in the first epoch; it must have some in all.",
            Assert.Throws<InvalidOperationException>(() => examples.TargetsOf(1, 0)).Message);
    }

    [Fact]
    public void Too_few_examples_fill_no_batch() => Assert.Equal(
        $"The task has targets in 6 documents, or pieces of documents, of the training split; one batch takes 7.{Environment.NewLine}"
        + "Give more text, lower training.batch, or lower training.context, so that long documents make more pieces.",
        Assert.Throws<InvalidDataException>(() => OwnTask.ExamplesOf(_texts.Store, Setup(new HasO()) with { Batch = 7 })).Message);

    public void Dispose()
    {
        _texts.Dispose();
        _scope.Dispose();
    }

    // "bad" and its end are the first piece of two tokens.
    private void AssertRefused(string problem, Func<TaskExample, TaskExample> spoil, string place, bool isNull = false)
    {
        ITextTask task = isNull ? new Nothing() : new HasO(example => example.Inputs.Count == 2 ? spoil(example) : example);
        var message = Assert.Throws<InvalidOperationException>(() => Examples(task)).Message;
        Assert.StartsWith($"The task {task.Name} ({task.GetType().FullName}) gave {problem}", message, StringComparison.Ordinal);
        if (!isNull)
            Assert.EndsWith($" for {place}.", message, StringComparison.Ordinal);
    }

    private static OwnTaskSetup Setup(ITextTask task) => new() { Task = new CheckedTask(task), Context = 4, Batch = 4, Seed = 3 };

    private OwnExamples Examples(ITextTask task, OwnTaskSetup? setup = null) => new(_texts.Store[Split.Train], Split.Train, _texts.Store.Vocabulary, setup ?? Setup(task));

    private OwnTask Create(ITextTask task, PaddingSide side)
    {
        random.manual_seed(3);
        var setup = Setup(task) with { Padding = side };
        var model = OwnTask.ModelOf(TinyModels.PreNorm, _texts.Store.Vocabulary.Count, setup.Task, Precision.Float32, CPU);
        model.eval();
        model.Weights.AttachGradients();
        return new OwnTask(model, _texts.Store, setup, OwnTask.ExamplesOf(_texts.Store, setup));
    }

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    // The part of the flat gradient that is a parameter's.
    private static Tensor GradientOf(TransformerModel model, Tensor gradients, TorchSharp.Modules.Parameter parameter) =>
        model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, parameter)).ViewOf(gradients);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);

    private sealed class Nothing : ITextTask
    {
        public string Name => "nothing";

        public IReadOnlyList<string> Classes => ["a", "b"];

        public TaskExample ExampleOf(DocumentTokens tokens) => null!;
    }
}
