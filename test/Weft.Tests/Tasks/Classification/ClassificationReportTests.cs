using System.Text.Json;
using TorchSharp;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Classification;
using Weft.Tasks.Classification.Measuring;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>What a report tells of a classifier, against numbers worked out by hand.</summary>
public sealed class ClassificationReportTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly LabelledStore _labelled = new(LabelledStore.Texts);


    [Fact]
    public void A_report_counts_what_was_predicted_and_agrees_with_the_quick_measurement()
    {
        using var task = Create(_labelled);
        // "bad" is predicted.
        Always(task, 0.2f, 0.5f, 0.3f);
        var quick = task.Measure(Split.Validation, CancellationToken.None);
        var report = ReportOf(task, Split.Validation);
        var test = ReportOf(task, Split.Test);

        Assert.Equal(-(Math.Log(0.2) + Math.Log(0.5)) / 2, quick.Loss, 1e-6);
        Assert.Equal((2, 0.5, "accuracy"), (quick.Targets, quick.Accuracy, quick.Figures[0].Name));
        Assert.Equal(quick, report.ToResult());
        Assert.Equal(("validation", 7, 2, 1, 0.5), (report.Split, report.Step, report.Texts, report.Correct, report.Accuracy));
        Assert.Equal([("good", 1, 0, 0), ("bad", 1, 2, 1), ("fair", 0, 0, 0)], report.Labels.Select(label => (label.Label, (int)label.Texts, (int)label.Predicted, (int)label.Correct)));
        Assert.Equal([0.0, 1.0, null], report.Labels.Select(label => label.Recall));
        Assert.Equal([null, 0.5, null], report.Labels.Select(label => label.Precision));
        Assert.Equal(-Math.Log(0.2), report.Labels[0].Loss!.Value, 1e-6);
        // The rows and columns of all labels, and none of others; good and bad are as frequent here, so that the ids decide.
        Assert.Equal(["good", "bad", "fair"], report.Confusion.Matrix.Names);
        Assert.Equal<long>([0, 1, 0], report.Confusion.Matrix.Counts[0]);
        Assert.Equal<long>([0, 1, 0], report.Confusion.Matrix.Counts[1]);
        Assert.Equal<long>([0, 0, 0], report.Confusion.Matrix.Counts[2]);
        Assert.Equal([("fair", "bad", 1L), ("good", "bad", 1L)], test.Confusion.MostConfused.Select(pair => (pair.Target, pair.Predicted, pair.Count)).Order());
        Assert.StartsWith("classification|words|vocabulary:", report.Signature, StringComparison.Ordinal);
        Assert.NotEqual(report.Signature.Split(':')[^1], test.Signature.Split(':')[^1]);
    }

    [Fact]
    public void A_report_tells_F1_calibration_and_intervals()
    {
        using var task = Create(_labelled);
        Always(task, 0.2f, 0.5f, 0.3f);
        var report = ReportOf(task, Split.Validation);
        var details = ((IEvaluationReport)report).ToDetails();

        // One of the two predictions of "bad" is right: precision 1/2, recall 1.
        Assert.Equal([0, 2 / 3.0, null], report.Labels.Select(label => label.F1));
        Assert.Equal((1 / 3.0, 1 / 3.0), (report.MacroF1, report.WeightedF1));
        // Of two draws both, one or none is the text that is right.
        Assert.Equal((0, 1), (report.AccuracyInterval.Low, report.AccuracyInterval.High));
        Assert.Equal((0, 1), (report.MacroF1Interval.Low, report.MacroF1Interval.High));
        // Half sure, and half of it right; the test split has nothing right.
        Assert.Equal((2, 1), report.Calibration.Bins.Where(bin => bin.Tokens > 0).Select(bin => (bin.Tokens, bin.Correct)).Single());
        Assert.Equal(0, report.Calibration.ExpectedError, 1e-6);
        Assert.Equal(0.5, ReportOf(task, Split.Test).Calibration.ExpectedError, 1e-6);
        Assert.Null(report.Auc);
        Assert.Equal((1 / 3.0, 0, 1, 0.5), (details["macroF1"], details["macroF1Low"], details["accuracyHigh"], details["majorityShare"]));
    }

    [Fact]
    public void The_area_is_of_the_probability_of_the_second_of_two_labels()
    {
        using var two = TwoLabels();
        using var task = Create(two);
        var report = ReportOf(task, Split.Train);
        var scores = Enumerable.Range(0, 6).Select(text =>
        {
            var batch = Weft.Tasks.ExampleBatch.Of(task.Examples, [text]);
            batch.Read(task.Examples, batch.Samples);
            var tensors = batch.Buffer.ToBatch(CPU);
            var model = (TransformerModel)task.Model;
            var logits = model.Output.Logits(TextStates.Of(model, tensors));
            return (Bad: logits.softmax(-1)[0, 1].item<float>(), IsBad: tensors.Targets.item<long>() == 1);
        }).ToList();
        var pairs = scores.Where(text => text.IsBad).SelectMany(bad => scores.Where(text => !text.IsBad).Select(good => bad.Bad > good.Bad ? 1.0 : 0)).ToList();

        Assert.Equal(9, pairs.Count);
        Assert.Equal(pairs.Average(), report.Auc!.Value, 1e-12);
        // All are alike then.
        Always(task, 0.4f, 0.6f);
        Assert.Equal(0.5, ReportOf(task, Split.Train).Auc);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public void Workers_have_the_report_of_one_to_the_byte(int count, int labels)
    {
        using var two = TwoLabels();
        var one = Measured(Alone.Instance);

        Assert.All(WorkersInTurn.Run(Measured, count), many => Assert.Equal(one, many));

        string Measured(IWorkers workers)
        {
            using var scope = NewDisposeScope();
            using var task = Create(labels == 2 ? two : _labelled, workers: workers);
            var report = ReportOf(task, Split.Train);
            Assert.Equal(report.ToResult(), task.Measure(Split.Train, CancellationToken.None));
            Assert.Equal(labels == 2, report.Auc is not null);
            return JsonSerializer.Serialize(report, WeftJson.Indented);
        }
    }

    [Fact]
    public void More_labels_than_the_matrix_has_places_are_others()
    {
        using var task = Create(_labelled, new EvaluationOptions { MatrixWords = 2 });
        var report = ReportOf(task, Split.Train);

        Assert.Equal(["good", "bad", "other"], report.Confusion.Matrix.Names);
        Assert.Equal(6, report.Confusion.Matrix.Counts.Sum(row => row.Sum()));
        Assert.Equal((1, 3), (report.TextsWithoutToken, report.TextsCut));
    }

    public void Dispose()
    {
        _labelled.Dispose();
        _scope.Dispose();
    }

    // What is not good is bad, so that there is a curve.
    private static LabelledStore TwoLabels() => new([.. LabelledStore.Texts.Select(text => text with { Label = text.Label == "good" ? "good" : "bad" })]);

    private static ClassificationTask Create(LabelledStore texts, EvaluationOptions? evaluation = null, IWorkers? workers = null) => texts.CreateTask(
        new ClassificationSetup { Context = 4, Batch = workers is null ? 4 : 1, Evaluation = evaluation ?? new(), Workers = workers ?? Alone.Instance });

    private static ClassificationReport ReportOf(ClassificationTask task, Split split) =>
        (ClassificationReport)task.Report(split, 7, WeightsChoice.Raw, CancellationToken.None);

    // Whatever the states are, the classes have these probabilities.
    private static void Always(ClassificationTask task, params float[] probabilities)
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
