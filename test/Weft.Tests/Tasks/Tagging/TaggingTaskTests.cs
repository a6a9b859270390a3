using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Tasks;
using Weft.Tasks.Tagging;
using Weft.Text;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>Losses, gradients and predictions of a tagger, against TorchSharp's own functions.</summary>
public sealed class TaggingTaskTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Scale = 0.25;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TaggedStore _tagged = new(TaggedStore.Sentences);

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd(PaddingSide side)
    {
        using var task = _tagged.CreateTask(Setup(side));
        var model = (TransformerModel)task.Model;
        var batch = ExampleBatch.Of(task.Examples, [0, 2, 4, 5]);
        var classWeights = tensor(new float[] { 0.5f, 1, 2, 0.7f, 1.5f });
        var losses = task.Differentiate(batch, new PassSettings(new LossSettings(Smoothing, Scale) { ClassWeights = classWeights }) { MeasuresExamples = true }, new StepClock());
        var gradients = model.Weights.Gradients!.clone();
        model.Weights.ZeroGradients();

        // The twin: TorchSharp's linear map and cross entropy on the states of the places that have a target; the layers below have tests of their own.
        var tensors = batch.Buffer.ToBatch(CPU);
        var states = model.Hidden(tensors);
        var leaf = states.detach().requires_grad_(true);
        var (weight, bias) = (Own(model, "weight"), Own(model, "bias"));
        var (plainWeight, plainBias) = (weight.detach().clone().requires_grad_(true), bias.detach().clone().requires_grad_(true));
        var scores = nn.functional.linear(leaf.flatten(0, 1), plainWeight, plainBias);
        var targets = tensors.Targets.flatten();
        var sum = nn.functional.cross_entropy(scores, targets, weight: classWeights, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.Sum, label_smoothing: Smoothing);
        (sum * Scale).backward();
        BackwardPass.Run(states, leaf.grad!);

        var plain = nn.functional.cross_entropy(scores, targets, ignore_index: ChunkSource.Ignored, reduction: nn.Reduction.None).view(tensors.Targets.shape);
        Assert.Equal(sum.item<float>(), losses.Smoothed, 1e-4);
        Assert.Equal(plain.sum().item<float>(), losses.Plain, 1e-4);
        Assert.Equal(plain.sum(1).data<float>().ToArray(), losses.Examples.Select(example => (float)example.Sum), (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal(tensors.Targets.ne(ChunkSource.Ignored).sum(1).data<long>().ToArray(), losses.Examples.Select(example => (long)example.Targets));
        AssertClose(plainWeight.grad!, GradientOf(model, gradients, weight));
        AssertClose(plainBias.grad!, GradientOf(model, gradients, bias));
        // All that is below the head; the twin's head has weights of its own.
        var expected = model.Weights.Gradients!.clone();
        GradientOf(model, gradients, weight).zero_();
        GradientOf(model, gradients, bias).zero_();
        AssertClose(expected, gradients);
        Assert.True(expected.abs().max().item<float>() > 1e-3);
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Padding_changes_no_loss_and_no_prediction(PaddingSide side)
    {
        using var task = _tagged.CreateTask(Setup(side));
        var alone = Enumerable.Range(0, 6).Select(example => task.Measure(ExampleBatch.Of(task.Examples, [example])).Loss).ToList();
        var (loss, words) = task.Measure(ExampleBatch.Of(task.Examples, [0, 1, 2, 3, 4, 5]));
        var tagger = Tagger(task, side);
        string[] texts = ["Ann", "New Rome saw Ann Lee", "so saw", "Lee"];
        var together = tagger.Predict(texts);

        // A batch of all would see a pad token anywhere as a loss or a state.
        Assert.Equal(16, words);
        Assert.Equal(alone.Sum(), loss, 1e-4);
        foreach (var (text, inBatch) in texts.Zip(together))
        {
            var single = tagger.Predict(text);
            Assert.Equal(single.Select(word => (word.Word, word.Tag)), inBatch.Select(word => (word.Word, word.Tag)));
            Assert.All(single.Zip(inBatch), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-5));
        }
    }

    [Fact]
    public void A_sentence_that_is_tagged_is_read_as_those_that_were_prepared()
    {
        using var task = _tagged.CreateTask(Setup(PaddingSide.Right));
        var words = Tagger(task, PaddingSide.Right).Predict("  Ann\tLee saw  Rome ");
        var report = (TaggingReport)task.Report(Split.Train, 7, default, CancellationToken.None);

        Assert.Equal(["Ann", "Lee", "saw", "Rome"], words.Select(word => word.Word));
        Assert.All(words, word => Assert.InRange(word.Probability, 0.2, 1));
        Assert.Empty(Tagger(task, PaddingSide.Right).Predict(" "));
        // The quick measurement is that of the report.
        Assert.Equal(report.ToResult(), task.Measure(Split.Train, CancellationToken.None));
        Assert.Equal((16L, 6L), (report.Words, report.Sentences));
    }

    [Fact]
    public void A_sentence_longer_than_the_context_is_tagged_in_pieces()
    {
        var setup = Setup(PaddingSide.Right) with { Context = 3, Batch = 2 };
        using var task = _tagged.CreateTask(setup);
        var tagger = new TextTagger((TransformerModel)task.Model, new WordTokenizer(), _tagged.Store.Vocabulary, _tagged.Store.OwnTagNames, setup);
        var whole = tagger.Predict("New Rome saw Ann Lee");

        // The second piece is what "Ann Lee" is by itself.
        Assert.Equal(tagger.Predict("Ann Lee").Select(word => word.Tag), whole.Skip(3).Select(word => word.Tag));
        Assert.Equal(16, task.TargetsIn(Split.Train));
        Assert.Equal(2, ((TaggedSentences)task.Examples).Cut);
        Assert.Equal("2 sentences of the training split are longer than training.context, 3 tokens, and cut into pieces.", TaggingTask.NoteOf(_tagged.Store, (TaggedSentences)task.Examples, 3));
    }

    [Fact]
    public void One_tag_teaches_nothing_and_too_few_sentences_fill_no_batch()
    {
        using var alike = new TaggedStore([.. TaggedStore.Sentences.Select((_, i) => ($"word{i}_X so_X\n", i < 6 ? Split.Train : i < 8 ? Split.Validation : Split.Test))]);

        Assert.Equal(
            $"All words have the tag 'X': there is nothing to tell apart.{Environment.NewLine}"
            + "The tag of a word is what follows the last '_' in it (data.tagSeparator). Give text with other tags too.",
            Assert.Throws<InvalidDataException>(() => TaggingTask.ExamplesOf(alike.Store, Setup(PaddingSide.Right))).Message);
        Assert.StartsWith(
            "The training split has 6 sentences; one batch takes 7.",
            Assert.Throws<InvalidDataException>(() => TaggingTask.ExamplesOf(_tagged.Store, Setup(PaddingSide.Right) with { Batch = 7 })).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _tagged.Dispose();
        _scope.Dispose();
    }

    private static TaggingSetup Setup(PaddingSide side) => new() { Context = 8, Batch = 4, Padding = side };

    private TextTagger Tagger(TaggingTask task, PaddingSide side) =>
        new((TransformerModel)task.Model, new WordTokenizer(), _tagged.Store.Vocabulary, _tagged.Store.OwnTagNames, Setup(side));

    private static TorchSharp.Modules.Parameter Own(TransformerModel model, string name) => model.Output.Parameters.Single(own => own.Name == name).Parameter;

    // The part of the flat gradient that is a parameter's.
    private static Tensor GradientOf(TransformerModel model, Tensor gradients, TorchSharp.Modules.Parameter parameter) =>
        model.Weights.Slots.Single(slot => ReferenceEquals(slot.Parameter, parameter)).ViewOf(gradients);

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5);
}
