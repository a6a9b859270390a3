using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.LanguageModelling;

/// <summary>A whole report against a loop of its own: one target at a time, by TorchSharp's softmax over all logits.</summary>
public class TokenReportTests
{
    private const int Context = 10;
    private static readonly int[] Tokens = MakeTokens(53);
    private static readonly long[] TrainingCounts = [0, 3, 12, 9, 10, 99, 100, 5_000, 1, 7, 30];
    private static readonly Vocabulary Letters = new([.. "abcdefghijk".Select(letter => letter.ToString())], null, "a");

    [Theory]
    [InlineData("post-norm", Context)]
    [InlineData("post-norm", 3)]
    [InlineData("pre-norm", Context)]
    [InlineData("pre-norm", 1)]
    [InlineData("adaptive", Context)]
    [InlineData("adaptive", 4)]
    public void Every_figure_is_that_of_one_target_at_a_time(string kind, int stride)
    {
        using var model = TinyModels.Create(TinyModels.Named(kind));
        var expected = OneByOne(model, stride);

        var report = Evaluate(model, stride, batch: 4);

        Assert.Equal(53, report.Tokens);
        AssertScores(expected, new Scores(report.Tokens, report.Correct, report.TopFive, report.Loss, report.Perplexity, report.Accuracy, report.TopFiveAccuracy));
        Assert.Equal(expected.Sum(target => target.Loss) / Math.Log(2) / 41, report.BitsPerWord!.Value, 1e-4);
        Assert.Equal(expected.Sum(target => target.Loss) / Math.Log(2) / 200, report.BitsPerByte!.Value, 1e-4);
        Assert.Equal(ExpectedCalibrationError(expected), report.Calibration.ExpectedError, 1e-5);
        AssertGroups(expected, target => Digits(TrainingCounts[target.Token]), report.FrequencyBands, band => band.From == 0 ? 0 : Digits(band.From), band => band.Scores);
        AssertGroups(expected, target => target.Seen, report.Positions, position => position.Position, position => position.Scores);
        AssertGroups(expected, target => "tag" + target.Place % 3, report.Tags, tag => tag.Tag, tag => tag.Scores);
        AssertConfusions(expected, report.Confusion);
    }

    [Fact]
    public void Loss_and_accuracy_are_those_of_the_quick_evaluation_to_the_last_bit()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        var quick = Evaluator(model, 3, 4).Measure("any");

        Assert.Equal(quick, (Evaluate(model, 3, batch: 4) with { BitsPerByte = null }).ToResult());
    }

    [Fact]
    public void The_batch_size_does_not_matter()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var one = Evaluate(model, Context, batch: 1);

        foreach (var batch in new[] { 2, 5, 100 })
        {
            var other = Evaluate(model, Context, batch);
            Assert.Equal(one.Loss, other.Loss, 1e-6);
            Assert.Equal((one.Correct, one.TopFive), (other.Correct, other.TopFive));
            Assert.Equal(one.Confusion.MostConfused, other.Confusion.MostConfused);
        }
    }

    [Fact]
    public void Bits_of_the_text_are_not_told_where_not_all_of_it_is_scored_or_its_size_is_not_known()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        var partly = Evaluator(model, Context, 4).Report(Setup() with { SplitTokens = 60 });
        var unknown = Evaluator(model, Context, 4).Report(Setup() with { Words = 0, Bytes = 0 });

        Assert.Equal((null, null, 41L), (partly.BitsPerWord, partly.BitsPerByte, partly.Words));
        Assert.Equal((null, null, null), (unknown.BitsPerWord, unknown.BitsPerByte, unknown.Words));
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_refused()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        using (no_grad())
            model.Decoder("bias").fill_(float.NaN);

        var error = Assert.Throws<InvalidDataException>(() => Evaluate(model, Context, 4));

        Assert.Equal("The weights of step 7 give a loss of NaN: training diverged. Name another --checkpoint.", error.Message);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Evaluator(model, Context, 4).Report(Setup(), stop: new CancellationToken(canceled: true)));
    }

    private static EvaluationReport Evaluate(TransformerLanguageModel model, int stride, int batch) =>
        Evaluator(model, stride, batch).Report(Setup(), place => (int)(place % 3));

    private static ReportSetup Setup() => new()
    {
        Split = Split.Test,
        Step = 7,
        Signature = "any",
        Context = Context,
        Vocabulary = Letters,
        TrainingCounts = TrainingCounts,
        SplitTokens = Tokens.Length,
        Words = 41,
        Bytes = 200,
        TagNames = ["tag0", "tag1", "tag2"],
        MatrixWords = 3,
        ConfusedPairs = 6,
    };

    private static TokenEvaluator Evaluator(TransformerLanguageModel model, int stride, int batch) =>
        new(model, new FixedChunks(new MemoryTokens(Tokens), Context, 0, stride), batch);

    /// <summary>A target's window begins where its chunk does: at 0 for the first, else at a multiple of the stride.</summary>
    private static List<Measured> OneByOne(TransformerLanguageModel model, int stride)
    {
        using var frozen = no_grad();
        var all = new List<Measured>();
        for (var place = 0; place < Tokens.Length; place++)
        {
            using var scope = NewDisposeScope();
            var begin = place < Context ? 0 : ((place - Context) / stride + 1) * stride;
            var seen = Enumerable.Range(begin, place - begin + 1).Select(at => at == 0 ? 0L : Tokens[at - 1]).ToArray();
            var probabilities = model.Logits(model.Hidden(tensor(seen, [1, seen.Length])))[0, -1].softmax(0).data<float>().ToArray();
            var own = probabilities[Tokens[place]];
            all.Add(new Measured(
                place, Tokens[place], Array.IndexOf(probabilities, probabilities.Max()), probabilities.Count(other => other > own),
                -Math.Log(own), probabilities.Max(), seen.Length));
        }
        return all;
    }

    private static double ExpectedCalibrationError(List<Measured> targets) => targets
        .GroupBy(target => (int)Math.Ceiling(15 * (double)target.Confidence))
        .Sum(bin => (double)bin.Count() / targets.Count
            * Math.Abs(bin.Average(target => target.Rank == 0 ? 1.0 : 0.0) - bin.Average(target => (double)target.Confidence)));

    private static int Digits(long number) => number == 0 ? 0 : number.ToString().Length;

    private static void AssertGroups<TGroup, TKey>(
        List<Measured> expected, Func<Measured, TKey> key, IReadOnlyList<TGroup> actual, Func<TGroup, TKey> keyOf, Func<TGroup, Scores> scoresOf)
        where TKey : notnull
    {
        var groups = expected.GroupBy(key).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(groups.Keys.Order(), actual.Select(keyOf).Order());
        Assert.All(actual, group => AssertScores(groups[keyOf(group)], scoresOf(group)));
    }

    private static void AssertScores(IReadOnlyList<Measured> expected, Scores actual)
    {
        Assert.Equal(
            (expected.Count, expected.Count(target => target.Rank == 0), expected.Count(target => target.Rank < 5)),
            (actual.Tokens, actual.Correct, actual.TopFive));
        Assert.Equal(expected.Average(target => target.Loss), actual.Loss, 1e-5);
        Assert.Equal(Math.Exp(actual.Loss), actual.Perplexity);
        Assert.Equal((double)actual.Correct / actual.Tokens, actual.Accuracy);
        Assert.Equal((double)actual.TopFive / actual.Tokens, actual.TopFiveAccuracy);
    }

    private static void AssertConfusions(List<Measured> expected, ConfusionReport actual)
    {
        Assert.Equal(expected.Select(target => (target.Token, target.Predicted)).Distinct().Count(), actual.DistinctPairs);
        // The three most frequent of training: h, g, f.
        int[] words = [7, 6, 5];
        Assert.Equal(["h", "g", "f"], actual.Matrix.Words);
        int PlaceOf(int token) => Array.IndexOf(words, token) is >= 0 and var place ? place : 3;
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
                Assert.Equal(expected.Count(t => PlaceOf(t.Token) == row && PlaceOf(t.Predicted) == column), actual.Matrix.Counts[row][column]);
        }
        var pairs = expected.Where(target => target.Token != target.Predicted).GroupBy(target => (target.Token, target.Predicted))
            .OrderByDescending(pair => pair.Count()).ThenBy(pair => pair.Key).Take(6);
        Assert.Equal(
            pairs.Select(pair => (Letters[pair.Key.Token], Letters[pair.Key.Predicted], (long)pair.Count(), expected.LongCount(t => t.Token == pair.Key.Token))),
            actual.MostConfused.Select(pair => (pair.Target, pair.Predicted, pair.Count, pair.TargetTokens)));
    }

    private static int[] MakeTokens(int count)
    {
        var random = RandomStream.For(8, "evaluator");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(TinyModels.Vocabulary))];
    }

    private sealed record Measured(int Place, int Token, int Predicted, int Rank, double Loss, float Confidence, int Seen);
}
