using Weft.Evaluation;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Tests.Training;

public sealed class AveragedWeightsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Averages_are_measured_beside_the_weights_without_changing_the_training()
    {
        using var plain = new Recorder();
        using var averaged = new Recorder();
        _tiny.Train(Averaged(WeightsChoice.Raw) with { Optimizer = _tiny.Options.Optimizer }, "plain", plain);
        _tiny.Train(Averaged(WeightsChoice.Raw), "averaged", averaged);

        Assert.Equal(plain.Steps.Select(step => step.Loss), averaged.Steps.Select(step => step.Loss));
        Assert.Equal(plain.Evaluations.Select(evaluation => evaluation.Raw), averaged.Evaluations.Select(evaluation => evaluation.Raw));
        Assert.All(averaged.Evaluations, evaluation => Assert.NotEqual(evaluation.Raw.Loss, evaluation.Averaged!.Loss));
        Assert.All(plain.Evaluations, evaluation => Assert.Null(evaluation.Averaged));
    }

    [Theory]
    [InlineData(WeightsChoice.Raw)]
    [InlineData(WeightsChoice.Average)]
    public void The_weights_that_count_are_those_that_are_measured_at_the_end_and_opened_later(WeightsChoice choice)
    {
        using var recorder = new Recorder();
        var summary = _tiny.Train(Averaged(choice), "run", recorder);

        var best = recorder.Evaluations.Single(evaluation => evaluation.Step == summary.BestStep);
        Assert.Equal(best.Of(choice), summary.Validation);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        using var store = _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None);
        var again = new SplitMeter(trained.Model, store, TaskSetups.SetupOf(trained.Options)).Measure(Split.Test);
        Assert.Equal(summary.Test!.Loss, again.Loss, 9);
    }

    [Theory]
    [InlineData(WeightsChoice.Raw, WeightsChoice.Average)]
    [InlineData(WeightsChoice.Average, WeightsChoice.Raw)]
    public void The_summary_has_both_and_both_can_be_opened(WeightsChoice choice, WeightsChoice other)
    {
        var summary = _tiny.Train(Averaged(choice), "run");

        Assert.Equal((choice, other), (summary.Weights, summary.OtherWeights!.Weights));
        Assert.NotEqual(summary.Test!.Loss, summary.OtherWeights.Test.Loss);
        foreach (var (weights, validation, test) in new[] { (choice, summary.Validation!, summary.Test!), (other, summary.OtherWeights.Validation, summary.OtherWeights.Test) })
        {
            using var trained = LoadedModel.Open(_tiny.Folder("run"), "best", weights: weights);
            using var store = _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None);
            var meter = new SplitMeter(trained.Model, store, TaskSetups.SetupOf(trained.Options));
            Assert.Equal((validation.Loss, test.Loss), (meter.Measure(Split.Validation).Loss, meter.Measure(Split.Test).Loss));
        }
    }

    [Theory]
    [InlineData(WeightsChoice.Raw)]
    [InlineData(WeightsChoice.Average)]
    public void A_report_says_which_weights_it_is_of(WeightsChoice choice)
    {
        var options = Averaged(choice);
        _tiny.Train(options with { Evaluation = options.Evaluation with { Report = true } }, "run");
        var (written, other) = choice == WeightsChoice.Raw ? ("raw", "average") : ("average", "raw");

        Assert.Equal(written, WeightsInReport());
        Assert.Equal(other, EvaluateWith(other));
        Assert.Equal(written, EvaluateWith(written));

        string? EvaluateWith(string weights)
        {
            var (code, output, errors) = CommandLine.Run("evaluate", _tiny.Folder("run"), "--weights", weights, "--json");
            Assert.True(code == 0, errors);
            Assert.Contains(weights == "raw" ? "raw, of step" : "averaged, of step", errors);
            Assert.Equal(weights, TinyCommands.LastLine(output).GetProperty("weights").GetString());
            return WeightsInReport();
        }

        string? WeightsInReport()
        {
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_tiny.Folder("run"), "evaluation", "test.json")));
            return json.RootElement.GetProperty("weights").GetString();
        }
    }

    [Fact]
    public void Averages_that_were_not_kept_cannot_be_opened()
    {
        Assert.Null(_tiny.Train(_tiny.Options, "run").OtherWeights);

        var error = Assert.Throws<Weft.Foundation.ConfigurationException>(() => LoadedModel.Open(_tiny.Folder("run"), "best", weights: WeightsChoice.Average));

        Assert.Contains("kept no averaged weights: its optimizer.averageDecay is 0. Take the raw ones.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Averages_that_are_not_kept_cannot_count()
    {
        var options = _tiny.Options with { Evaluation = _tiny.Options.Evaluation with { Weights = WeightsChoice.Average } };

        Assert.Contains("evaluation.weights is average", Assert.Throws<Weft.Foundation.ConfigurationException>(options.Validate).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Averaged(WeightsChoice choice) => _tiny.Options with
    {
        Optimizer = _tiny.Options.Optimizer with { AverageDecay = 0.8 },
        Evaluation = _tiny.Options.Evaluation with { EverySteps = 4, Weights = choice },
    };
}
