using TorchSharp;
using Weft.Evaluation.Reports;
using Weft.Modeling;
using Weft.Tasks.Tagging;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>What a report tells of a tagger, against numbers worked out by hand.</summary>
public sealed class TaggingReportTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TaggedStore _tagged = new(TaggedStore.Sentences);

    [Theory]
    [InlineData(8)]
    // Sentences in pieces are counted as whole ones.
    [InlineData(2)]
    public void Words_sentences_and_spans_are_counted(int context)
    {
        using var task = _tagged.CreateTask(new TaggingSetup { Context = context, Batch = 4 });
        Always(task, "O");
        var report = (TaggingReport)task.Report(Split.Validation, 7, default, CancellationToken.None);
        var details = ((IEvaluationReport)report).ToDetails();

        // "Ann_B-PER saw_O Rome_B-LOC" and "so_O saw_O".
        Assert.Equal(("validation", 7L, 5L, 2L, 1L, 3L, 0.6), (report.Split, report.Step, report.Words, report.Sentences, report.WholeSentences, report.Correct, report.Accuracy));
        Assert.Equal(new SpanScores(null, 2, 0, 0), report.Spans!.All);
        Assert.Equal(0.5, details["sentenceAccuracy"]);
        Assert.Equal(0.6, details["majorityShare"]);
        var tags = report.Tags.ToDictionary(tag => tag.Tag);
        Assert.Equal((3L, 5L, 3L, 0.75, 1.0, 0.6), (tags["O"].Words, tags["O"].Predicted, tags["O"].Correct, tags["O"].F1!.Value, tags["O"].Recall!.Value, tags["O"].Precision!.Value));
        Assert.Equal((1L, 0L, 0L, 0.0, 0.0), (tags["B-PER"].Words, tags["B-PER"].Predicted, tags["B-PER"].Correct, tags["B-PER"].F1!.Value, tags["B-PER"].Recall!.Value));
        Assert.Null(tags["B-PER"].Precision);
        Assert.Null(tags["I-PER"].F1);
        Assert.Null(tags["I-PER"].Loss);
        Assert.Equal((0.75 + 0 + 0) / 3, report.MacroF1, 1e-12);
        Assert.Equal(-Math.Log(0.6), tags["O"].Loss!.Value, 1e-5);
        Assert.Equal(-(3 * Math.Log(0.6) + 2 * Math.Log(0.1)) / 5, report.Loss, 1e-5);
        // Two sentences: both the first (1/3 right), or both the second (all right), in a quarter of the draws each.
        Assert.Equal((1 / 3.0, 1.0), (report.AccuracyInterval.Low, report.AccuracyInterval.High));
        Assert.StartsWith("tagging|words|vocabulary:", report.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_mark_no_spans_have_no_measure_of_them()
    {
        using var plain = new TaggedStore([.. TaggedStore.Sentences.Select(sentence => (sentence.Text.Replace("B-", "", StringComparison.Ordinal).Replace("I-", "", StringComparison.Ordinal), sentence.Split))]);
        using var task = plain.CreateTask(new TaggingSetup { Context = 8, Batch = 4 });
        var report = (TaggingReport)task.Report(Split.Test, 1, default, CancellationToken.None);

        Assert.Null(report.Spans);
        Assert.Equal(["O", "PER", "LOC"], report.Tags.Select(tag => tag.Tag).OrderBy(tag => plain.Store.OwnTagNames.ToList().IndexOf(tag)));
    }

    [Fact]
    public void Tags_that_the_model_does_not_know_are_named()
    {
        using var task = _tagged.CreateTask(new TaggingSetup { Context = 8, Batch = 4 });
        var error = Assert.Throws<InvalidDataException>(() =>
            new TaggingMeter((TransformerModel)task.Model, _tagged.Store, ["O", "B-PER", "I-PER", "I-LOC"], new TaggingSetup { Context = 8, Batch = 4 }, null));

        Assert.Equal(
            $"The text has tags that the model does not know: 'B-LOC'.{Environment.NewLine}It knows 'O', 'B-PER', 'I-PER', 'I-LOC'. Leave such sentences out, or train with them.", error.Message);
    }

    public void Dispose()
    {
        _tagged.Dispose();
        _scope.Dispose();
    }

    // The head gives one tag 0.6 and each other 0.1, whatever it sees.
    private void Always(TaggingTask task, string tag)
    {
        using var frozen = no_grad();
        var model = (TransformerModel)task.Model;
        foreach (var own in model.Output.Parameters)
        {
            if (own.Name == "weight")
                own.Parameter.zero_();
            else
                own.Parameter.copy_(tensor(_tagged.Store.OwnTagNames.Select(name => name == tag ? 0.6f : 0.1f).ToArray()).log());
        }
        model.Weights.UpdateWorkingCopies();
    }
}
