using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Vocabularies;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.LanguageModelling;

/// <summary>A measurement that three workers share against that of one.</summary>
public class SharedReportTests
{
    private const int Context = 10;
    private static readonly int[] Tokens = MakeTokens(53);

    [Theory]
    [InlineData(Context, 1)]
    [InlineData(3, 4)]
    [InlineData(Context, 4)] // two batches for three workers
    public void Three_workers_have_the_report_of_one(int stride, int batch)
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var one = Evaluate(model, stride, batch);
        var quick = Evaluator(model, stride, batch).Measure("any");

        var three = ThreeWorkers.Run(workers =>
        {
            using var own = TinyModels.Create(TinyModels.PostNorm);
            return (Report: Evaluate(own, stride, batch, workers), Quick: Evaluator(own, stride, batch, workers).Measure("any"));
        });

        foreach (var (report, result) in three)
        {
            Assert.Equal(quick.Loss, result.Loss, quick.Loss * 1e-9);
            Assert.Equal((quick.Accuracy, quick.Targets), (result.Accuracy, result.Targets));
            Assert.Equal(one.Loss, report.Loss, one.Loss * 1e-9);
            Assert.Equal((one.Tokens, one.Correct, one.TopFive), (report.Tokens, report.Correct, report.TopFive));
            Assert.Equal(one.BitsPerByte!.Value, report.BitsPerByte!.Value, 1e-9);
            Assert.Equal(one.Calibration.ExpectedError, report.Calibration.ExpectedError, 1e-9);
            Assert.Equal(one.Calibration.Bins.Select(bin => (bin.Tokens, bin.Correct)), report.Calibration.Bins.Select(bin => (bin.Tokens, bin.Correct)));
            AssertSame(one.FrequencyBands.Select(band => (band.From, band.Scores)), report.FrequencyBands.Select(band => (band.From, band.Scores)));
            AssertSame(one.Positions.Select(position => (position.Position, position.Scores)), report.Positions.Select(position => (position.Position, position.Scores)));
            AssertSame(one.Tags.Select(tag => (tag.Tag, tag.Scores)), report.Tags.Select(tag => (tag.Tag, tag.Scores)));
            Assert.Equal(one.Confusion.MostConfused, report.Confusion.MostConfused);
            Assert.Equal(one.Confusion.Matrix.Counts, report.Confusion.Matrix.Counts);
        }
    }

    [Fact]
    public void A_loss_that_is_no_number_for_one_worker_is_refused_by_all_and_a_stop_of_one_stops_all()
    {
        var refused = ThreeWorkers.Try(workers =>
        {
            using var model = TinyModels.Create(TinyModels.PostNorm);
            using (no_grad())
                model.Decoder("bias").fill_(workers.Rank == 1 ? float.NaN : 0);
            Evaluate(model, Context, 1, workers);
        });
        var stopped = ThreeWorkers.Try(workers =>
        {
            using var model = TinyModels.Create(TinyModels.PostNorm);
            Evaluator(model, Context, 4, workers).Report(Setup(), stop: new CancellationToken(canceled: workers.Rank == 2));
        });

        Assert.All(refused, error => Assert.StartsWith("The weights of step 7 give a loss of NaN", Assert.IsType<InvalidDataException>(error!.SourceException).Message));
        Assert.All(stopped, error => Assert.IsType<OperationCanceledException>(error!.SourceException));
    }

    private static void AssertSame<TKey>(IEnumerable<(TKey Key, Scores Scores)> expected, IEnumerable<(TKey Key, Scores Scores)> actual)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        Assert.Equal(wanted.Select(one => (one.Key, one.Scores.Tokens, one.Scores.Correct, one.Scores.TopFive)), found.Select(one => (one.Key, one.Scores.Tokens, one.Scores.Correct, one.Scores.TopFive)));
        Assert.All(wanted.Zip(found), pair => Assert.Equal(pair.First.Scores.Loss, pair.Second.Scores.Loss, 1e-9));
    }

    private static EvaluationReport Evaluate(TransformerLanguageModel model, int stride, int batch, IWorkers? workers = null) =>
        Evaluator(model, stride, batch, workers).Report(Setup(), place => (int)(place % 3));

    private static TokenEvaluator Evaluator(TransformerLanguageModel model, int stride, int batch, IWorkers? workers = null) =>
        new(model, new FixedChunks(new MemoryTokens(Tokens), Context, 0, stride), batch) { Workers = workers ?? Alone.Instance };

    private static ReportSetup Setup() => new()
    {
        Split = Split.Test,
        Step = 7,
        Signature = "any",
        Context = Context,
        Vocabulary = new Vocabulary([.. "abcdefghijk".Select(letter => letter.ToString())], null, "a"),
        TrainingCounts = [0, 3, 12, 9, 10, 99, 100, 5_000, 1, 7, 30],
        SplitTokens = Tokens.Length,
        Words = 41,
        Bytes = 200,
        TagNames = ["tag0", "tag1", "tag2"],
        MatrixWords = 3,
        ConfusedPairs = 6,
    };

    private static int[] MakeTokens(int count)
    {
        var random = RandomStream.For(8, "shared report");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(TinyModels.Vocabulary))];
    }
}
