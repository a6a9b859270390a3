using System.Text.Json;
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

/// <summary>A measurement that several workers share against that of one.</summary>
public class SharedReportTests
{
    private const int Context = 10;
    private static readonly int[] Tokens = MakeTokens(53);

    [Theory]
    [InlineData(Context, 1)]
    [InlineData(3, 4)]
    [InlineData(Context, 4)] // two batches for three workers
    public void Workers_have_the_report_of_one_to_the_byte(int stride, int batch)
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var one = Evaluate(model, stride, batch);
        var quick = Evaluator(model, stride, batch).Measure("any");

        foreach (var count in (int[])[2, 3, 4])
        {
            var many = WorkersInTurn.Run(workers =>
            {
                using var own = TinyModels.Create(TinyModels.PostNorm);
                return (Report: Evaluate(own, stride, batch, workers), Quick: Evaluator(own, stride, batch, workers).Measure("any"));
            }, count);

            Assert.All(many, each => Assert.Equal(Json(one), Json(each.Report)));
            Assert.All(many, each => Assert.Equal(Json(quick), Json(each.Quick)));
        }
    }

    [Fact]
    public void What_hears_of_targets_hears_of_all_in_their_order_on_every_worker()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var expected = new List<ScoredToken>();
        Evaluator(model, Context, 1).Measure("any", each: expected.Add);
        Assert.Equal(Tokens.Length, expected.Count);

        foreach (var count in (int[])[2, 3, 4])
        {
            var heard = WorkersInTurn.Run(workers =>
            {
                using var own = TinyModels.Create(TinyModels.PostNorm);
                var (quick, report) = (new List<ScoredToken>(), new List<ScoredToken>());
                Evaluator(own, Context, 1, workers).Measure("any", each: quick.Add);
                Evaluator(own, Context, 1, workers).Report(Setup(), each: report.Add);
                return (Quick: quick, Report: report);
            }, count);

            Assert.All(heard, lists => Assert.Equal(expected, lists.Quick));
            Assert.All(heard, lists => Assert.Equal(expected, lists.Report));
        }
    }

    [Fact]
    public void A_loss_that_is_no_number_for_one_worker_is_refused_by_all_and_a_stop_of_one_stops_all()
    {
        var refused = WorkersInTurn.Try(workers =>
        {
            using var model = TinyModels.Create(TinyModels.PostNorm);
            using (no_grad())
                model.Decoder("bias").fill_(workers.Rank == 1 ? float.NaN : 0);
            Evaluate(model, Context, 1, workers);
        });
        var stopped = WorkersInTurn.Try(workers =>
        {
            using var model = TinyModels.Create(TinyModels.PostNorm);
            Evaluator(model, Context, 4, workers).Report(Setup(), stop: new CancellationToken(canceled: workers.Rank == 2));
        });

        Assert.All(refused, error => Assert.StartsWith("The weights of step 7 give a loss of NaN", Assert.IsType<InvalidDataException>(error!.SourceException).Message));
        Assert.All(stopped, error => Assert.IsAssignableFrom<OperationCanceledException>(error!.SourceException));
    }

    private static string Json<T>(T figures) => JsonSerializer.Serialize(figures, WeftJson.Indented);

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
