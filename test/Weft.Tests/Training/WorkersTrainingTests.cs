using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

/// <summary>Whole trainings of three workers against those of one.</summary>
public sealed class WorkersTrainingTests : IDisposable
{
    private readonly SharedTrainings _shared = new();

    [Theory]
    [InlineData("clipped Adam")]
    [InlineData("AdamW with decay and averages")]
    [InlineData("Muon")]
    [InlineData("tied")]
    [InlineData("static weights")]
    [InlineData("dynamic weights")]
    [InlineData("worth")]
    [InlineData("thinning")]
    [InlineData("padded")]
    [InlineData("padded left, pieces and thinning")]
    [InlineData("spaced")]
    [InlineData("spaced, padded")]
    [InlineData("stream")]
    [InlineData("accumulation")]
    [InlineData("word dropout")]
    [InlineData("adaptive softmax and class weights")]
    [InlineData("two rows for three workers")]
    [InlineData("embeddings, then all")]
    [InlineData("a classifier")]
    [InlineData("scores")]
    [InlineData("several labels")]
    [InlineData("pairs apart")]
    [InlineData("search")]
    [InlineData("a tagger")]
    [InlineData("a translator")]
    [InlineData("a translator of two vocabularies")]
    [InlineData("a captioner")]
    [InlineData("answers")]
    [InlineData("a causal classifier from a language model")]
    [InlineData("a classifier with static weights and two rows")]
    public void Three_make_the_steps_of_one(string kind)
    {
        var options = _shared.Named(kind);
        var one = _shared.Tiny.Train(options, "one");

        var three = _shared.TrainWithThree(options, "three");

        var (expected, actual) = (Weights("one", options.Budget.Steps!.Value), Weights("three", options.Budget.Steps!.Value));
        Assert.InRange(Difference(expected, actual), 0, 1e-6);
        Assert.All(three, summary => Assert.Equal((one.Steps, one.Tokens), (summary.Steps, summary.Tokens)));
        Assert.All(three, summary => Assert.Equal(one.Test!.Loss, summary.Test!.Loss, one.Test.Loss * 1e-6));
        Assert.Equal(Order("one", options), Order("three", options));
    }

    [Theory]
    [InlineData("clipped Adam")]
    [InlineData("padded")]
    [InlineData("padded left, pieces")]
    [InlineData("a classifier")]
    [InlineData("scores")]
    [InlineData("several labels")]
    [InlineData("pairs apart")]
    [InlineData("search")]
    [InlineData("a tagger")]
    [InlineData("a translator")]
    [InlineData("a translator of two vocabularies")]
    [InlineData("a captioner")]
    [InlineData("answers")]
    public void Each_step_has_the_loss_that_it_has_for_one_whatever_the_number_of_workers(string kind)
    {
        var options = _shared.Named(kind);
        using var one = new Recorder();
        _shared.Tiny.Train(options, "one", one);

        foreach (var count in (int[])[2, 3, 4])
        {
            using var first = new Recorder();
            _shared.TrainWithThree(options, $"{count}", [first, .. Enumerable.Range(1, count - 1).Select(_ => new Recorder())], count);
            Assert.Equal(one.Steps.Count, first.Steps.Count);
            Assert.All(one.Steps.Zip(first.Steps), steps => Assert.Equal(steps.First.Loss, steps.Second.Loss, 1e-5));
            Assert.All(one.Steps.Zip(first.Steps), steps => Assert.Equal(steps.First.GradientNorm, steps.Second.GradientNorm, 1e-4 * steps.First.GradientNorm));
        }
    }

    [Fact]
    public void The_first_alone_writes_and_tells()
    {
        var recorders = Enumerable.Range(0, 3).Select(_ => new Recorder()).ToList();
        var summaries = _shared.TrainWithThree(_shared.Options with { Evaluation = new EvaluationOptions { Report = true } }, "run", recorders);

        Assert.Equal([5, 0, 0], recorders.Select(recorder => recorder.Steps.Count));
        Assert.Equal(5, File.ReadLines(_shared.Tiny.Folder("run/metrics.jsonl")).Count(line => line.Contains("\"kind\":\"step\"", StringComparison.Ordinal)));
        Assert.True(File.Exists(_shared.Tiny.Folder("run/DONE")));
        // Its report is of all targets, however few it measured.
        Assert.Equal(summaries[0].Corpus.Test, summaries[0].Test!.Targets);
        Assert.Single(summaries.Select(summary => summary.Test!.Loss).Distinct());
        recorders.ForEach(recorder => recorder.Dispose());
    }

    [Fact]
    public void One_that_is_asked_to_stop_stops_all_after_the_same_step_and_all_go_on_as_if_it_had_not()
    {
        var options = _shared.Options with { Budget = new BudgetOptions { Steps = 9 }, Sampling = _shared.Named("thinning").Sampling };
        _shared.TrainWithThree(options, "whole");
        // The last worker is asked, when the first has told of step 4.
        using var told = new Recorder { StopAfter = 4 };

        var stopped = WorkersInTurn.Run(workers =>
        {
            using var run = _shared.Create(options, "cut", workers, workers.Rank == 0 ? told : null);
            return run.Run(workers.Rank == 2 ? told.Token : default);
        });

        Assert.All(stopped, summary => Assert.Equal((4L, true), (summary.Steps, summary.Interrupted)));
        var resumed = _shared.Resume("cut", 3);
        Assert.All(resumed, summary => Assert.Equal(9, summary.Steps));
        Assert.Equal(Weights("whole", 9), Weights("cut", 9));
    }

    [Fact]
    public void Minutes_go_by_the_clock_of_the_first()
    {
        var summaries = _shared.TrainWithThree(_shared.Options with { Budget = new BudgetOptions { Minutes = 0.01 } }, "run");

        Assert.Single(summaries.Select(summary => (summary.Steps, summary.Seconds, summary.StepSeconds)).Distinct());
        Assert.True(summaries[0].Steps > 0);
    }

    [Fact]
    public void All_run_out_of_patience_together()
    {
        var options = _shared.Options with
        {
            Evaluation = new EvaluationOptions { Report = false, EverySteps = 2, Patience = 2 },
            Budget = new BudgetOptions { Steps = 400 },
            Schedule = _shared.Options.Schedule with { PeakRate = 0.05 },
        };
        var summaries = _shared.TrainWithThree(options, "run");

        Assert.Equal(EndReason.Patience, summaries[0].EndReason);
        Assert.Single(summaries.Select(summary => (summary.Steps, summary.EndReason, summary.BestStep)).Distinct());
    }

    [Fact]
    public void All_go_back_together_where_the_loss_explodes()
    {
        var options = _shared.Options with
        {
            Training = _shared.Options.Training with { Recovery = RecoveryMode.Back, CheckpointSteps = 1 },
            Schedule = _shared.Options.Schedule with { PeakRate = 300, Warmup = 0 },
            Budget = new BudgetOptions { Steps = 60 },
        };

        var errors = WorkersInTurn.Try(workers =>
        {
            using var run = _shared.Create(options, "run", workers);
            run.Run(default);
        });

        Assert.All(errors, error => Assert.IsType<DivergenceException>(error!.SourceException));
        Assert.Single(errors.Select(error => error!.SourceException.Message).Distinct());
    }

    [Fact]
    public void A_folder_that_the_first_may_not_take_ends_all()
    {
        Directory.CreateDirectory(_shared.Tiny.Folder("taken"));
        File.WriteAllText(_shared.Tiny.Folder("taken/mine"), "");

        var errors = WorkersInTurn.Try(workers => _shared.Create(_shared.Options, "taken", workers).Dispose());

        Assert.IsType<ConfigurationException>(errors[0]!.SourceException);
        Assert.All(errors.Skip(1), error => Assert.StartsWith("The first worker failed", Assert.IsType<IOException>(error!.SourceException).Message));
    }

    public void Dispose() => _shared.Dispose();

    private string Order(string run, RunOptions options) => File.ReadLines(_shared.Tiny.Folder($"{run}/checkpoints/step-{options.Budget.Steps}/state.json"))
        .Single(line => line.Contains("\"order\"", StringComparison.OrdinalIgnoreCase));

    private List<float[]> Weights(string run, long step)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Read(_shared.Tiny.Folder($"{run}/checkpoints/step-{step}/model.safetensors"));
        return [.. file.Names.Order(StringComparer.Ordinal).Select(name => file.Load(name).data<float>().ToArray())];
    }

    /// <summary>The norm of the difference over that of what is expected.</summary>
    private static double Difference(List<float[]> expected, List<float[]> actual)
    {
        var pairs = expected.SelectMany(part => part).Zip(actual.SelectMany(part => part)).ToList();
        return Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / pairs.Sum(pair => Math.Pow(pair.First, 2)));
    }
}
