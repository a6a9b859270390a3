using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.LanguageModelling;

/// <summary>The evaluator against a loop of its own: one target at a time, with TorchSharp's cross-entropy.</summary>
public class TokenEvaluatorTests
{
    private const int StartId = 0;
    private static readonly int[] Tokens = MakeTokens(53);

    [Theory]
    [InlineData("post-norm", 10, 10)]
    [InlineData("post-norm", 10, 3)]
    [InlineData("pre-norm", 10, 10)]
    [InlineData("pre-norm", 8, 1)]
    [InlineData("adaptive", 10, 3)]
    [InlineData("pre-norm", 60, 60)] // one window, longer than the split
    public void Loss_and_accuracy_are_those_of_one_target_at_a_time(string kind, int context, int stride)
    {
        using var model = TinyModels.Create(TinyModels.Named(kind));
        var (loss, correct) = OneByOne(model, context, stride);

        var result = Evaluate(model, context, stride, batch: 4);

        Assert.Equal(Tokens.Length, result.Targets);
        Assert.Equal(loss / Tokens.Length, result.Loss, 1e-5);
        Assert.Equal(Math.Exp(loss / Tokens.Length), result.Perplexity, 1e-3);
        Assert.Equal((double)correct / Tokens.Length, result.Accuracy, 1e-12);
        Assert.InRange(correct, 1, Tokens.Length - 1);
    }

    [Fact]
    public void The_batch_size_does_not_matter()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var one = Evaluate(model, 10, 10, batch: 1);

        foreach (var batch in new[] { 2, 5, 6, 100 })
        {
            var other = Evaluate(model, 10, 10, batch);
            Assert.Equal(one.Loss, other.Loss, 1e-6);
            Assert.Equal((one.Accuracy, one.Targets, one.Signature), (other.Accuracy, other.Targets, other.Signature));
        }
    }

    [Fact]
    public void Dropout_does_not_act_though_the_model_was_training()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm with { Dropout = 0.5 });
        var before = Evaluate(model, 10, 10, batch: 3);
        model.train();

        Assert.Equal(before, Evaluate(model, 10, 10, batch: 3));
        Assert.False(model.training);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Evaluator(model, 10, 10, 4).Measure("any", stop: new CancellationToken(canceled: true)));
    }

    private static EvaluationResult Evaluate(TransformerLanguageModel model, int context, int stride, int batch) =>
        Evaluator(model, context, stride, batch).Measure("any");

    private static TokenEvaluator Evaluator(TransformerLanguageModel model, int context, int stride, int batch) =>
        new(model, new FixedChunks(new MemoryTokens(Tokens), context, StartId, stride), batch);

    /// <summary>A target's window begins where its chunk does: at 0 for the first, else at a multiple of the stride.</summary>
    private static (double Loss, int Correct) OneByOne(TransformerLanguageModel model, int context, int stride)
    {
        using var frozen = no_grad();
        var (loss, correct) = (0.0, 0);
        for (var target = 0; target < Tokens.Length; target++)
        {
            using var scope = NewDisposeScope();
            var begin = target < context ? 0 : ((target - context) / stride + 1) * stride;
            var seen = Enumerable.Range(begin, target - begin + 1).Select(at => at == 0 ? StartId : (long)Tokens[at - 1]).ToArray();
            var logits = model.Logits(model.Hidden(tensor(seen, [1, seen.Length])))[0, -1].unsqueeze(0); // [1, vocabulary]
            loss += nn.functional.cross_entropy(logits, tensor([(long)Tokens[target]])).item<float>();
            correct += logits.argmax(1).item<long>() == Tokens[target] ? 1 : 0;
        }
        return (loss, correct);
    }

    private static int[] MakeTokens(int count)
    {
        var random = RandomStream.For(8, "evaluator");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(TinyModels.Vocabulary))];
    }
}
