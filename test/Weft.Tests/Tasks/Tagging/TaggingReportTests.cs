using System.Text.Json;
using TorchSharp;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Tagging;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>What is told of a tagger, worked out by hand.</summary>
public sealed class TaggingReportTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TaggedStore _tagged = new(TaggedStore.Sentences);

    [Fact]
    public void Words_sentences_and_spans_are_counted()
    {
        using var task = Create();
        // O, B-PER, B-LOC, I-PER: "Ann saw Rome" and "it saw" are taken for O throughout.
        Always(task, 0.5f, 0.2f, 0.2f, 0.1f);
        var report = ReportOf(task, Split.Validation);
        var details = ((IEvaluationReport)report).ToDetails();

        Assert.Equal(-(3 * Math.Log(0.5) + 2 * Math.Log(0.2)) / 5, report.Loss, 1e-6);
        Assert.Equal(task.Measure(Split.Validation, CancellationToken.None), report.ToResult());
        Assert.Equal((5L, 3L, 0.6, 2L, 1L), (report.Words, report.Correct, report.Accuracy, report.Sentences, report.WholeSentences));
        Assert.Equal([("O", 3, 5, 3), ("B-PER", 1, 0, 0), ("B-LOC", 1, 0, 0), ("I-PER", 0, 0, 0)], report.Tags.Select(tag => (tag.Tag, (int)tag.Words, (int)tag.Predicted, (int)tag.Correct)));
        Assert.Equal([0.75, 0, 0, null], report.Tags.Select(tag => tag.F1));
        Assert.Equal([1.0, 0, 0, null], report.Tags.Select(tag => tag.Recall));
        Assert.Equal([0.6, null, null, null], report.Tags.Select(tag => tag.Precision));
        Assert.Equal(-Math.Log(0.2), report.Tags[1].Loss!.Value, 1e-6);
        Assert.Equal((0.25, 0.5, 0.6), (report.MacroF1, details["sentenceAccuracy"], details["majorityShare"]));
        // Of two draws of sentences both are the first, one of each, or both the second.
        Assert.Equal((1 / 3.0, 1), (report.AccuracyInterval.Low, report.AccuracyInterval.High));
        Assert.Equal(new SpanScores(null, 2, 0, 0), report.Spans!.All);
        Assert.Equal([new SpanScores("LOC", 1, 0, 0), new SpanScores("PER", 1, 0, 0)], report.Spans.Kinds);
        Assert.Equal((0, 0, 0), (details["spanF1"], details["spanF1Low"], details["spanF1High"]));
        Assert.Equal(["B-LOC", "B-PER"], report.Confusion.MostConfused.Select(pair => pair.Target).Order(StringComparer.Ordinal));
        Assert.Equal(0.1, report.Calibration.ExpectedError, 1e-6);
        Assert.StartsWith("tagging|blanks|vocabulary:", report.Signature, StringComparison.Ordinal);
        Assert.NotEqual(report.Signature, ReportOf(task, Split.Test).Signature);
    }

    [Fact]
    public void Spans_go_on_over_the_pieces_of_a_long_sentence()
    {
        using var task = Create();
        // All of "Lee saw it" is one span that is not there; the longest sentence of train is cut behind its fourth word, and is one span all the same.
        Always(task, 0.1f, 0.2f, 0.2f, 0.5f);
        var (test, train) = (ReportOf(task, Split.Test), ReportOf(task, Split.Train));

        Assert.Equal(new SpanScores(null, 1, 1, 0), test.Spans!.All);
        Assert.Equal((5L, 15L, 1L), (train.Sentences, train.Words, train.SentencesCut));
        Assert.Equal(new SpanScores(null, 6, 5, 1), train.Spans!.All);
    }

    [Fact]
    public void Tags_that_mark_no_spans_have_none()
    {
        using var plain = new TaggedStore([.. TaggedStore.Sentences.Select(sentence => (sentence.Text.Replace("B-", "", StringComparison.Ordinal).Replace("I-", "", StringComparison.Ordinal), sentence.Split))]);
        using var task = plain.CreateTask(new TaggingSetup { Context = 4, Batch = 2 });

        Assert.Null(ReportOf(task, Split.Train).Spans);
        Assert.Null(((IEvaluationReport)ReportOf(task, Split.Train)).ToDetails()["spanF1"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Workers_have_the_report_of_one_to_the_byte(int count)
    {
        var one = Measured(Alone.Instance);

        Assert.All(WorkersInTurn.Run(Measured, count), many => Assert.Equal(one, many));

        string Measured(IWorkers workers)
        {
            using var scope = NewDisposeScope();
            using var task = Create(workers);
            var report = ReportOf(task, Split.Train);
            Assert.Equal(report.ToResult(), task.Measure(Split.Train, CancellationToken.None));
            return JsonSerializer.Serialize(report, WeftJson.Indented);
        }
    }

    [Fact]
    public void Intervals_of_groups_are_those_of_drawing_them_whole()
    {
        // Two groups: all of the first right, none of the second, which is three times as large; of 1,000 pairs of draws about a quarter are twice the same.
        var interval = Bootstrap.OfGroups([[1, 1], [3, 0]], sum => (double)sum[1] / sum[0])[0];
        // Groups that are alike give the same whatever is drawn.
        var sure = Bootstrap.OfGroups([[4, 3], [4, 3], [4, 3]], sum => (double)sum[1] / sum[0])[0];

        Assert.Equal(new Interval(0, 1), interval);
        Assert.Equal(new Interval(0.75, 0.75), sure);
    }

    public void Dispose()
    {
        _tagged.Dispose();
        _scope.Dispose();
    }

    private TaggingTask Create(IWorkers? workers = null) =>
        _tagged.CreateTask(new TaggingSetup { Context = 4, Batch = workers is null ? 4 : 1, Workers = workers ?? Alone.Instance });

    private static TaggingReport ReportOf(TaggingTask task, Split split) => (TaggingReport)task.Report(split, 7, WeightsChoice.Raw, CancellationToken.None);

    // Whatever the states are, the tags have these probabilities.
    private static void Always(TaggingTask task, params float[] probabilities)
    {
        using var frozen = no_grad();
        var model = (TransformerModel)task.Model;
        foreach (var own in model.Output.Parameters)
        {
            if (own.Name == "weight")
                own.Parameter.zero_();
            else
                own.Parameter.copy_(tensor(probabilities).log());
        }
        model.Weights.UpdateWorkingCopies();
    }
}
