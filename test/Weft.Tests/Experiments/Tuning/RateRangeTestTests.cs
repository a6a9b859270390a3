using System.Globalization;
using Weft.Experiments.Tuning;
using Weft.Foundation;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Experiments.Tuning;

public sealed class RateRangeTestTests : IDisposable
{
    private static readonly RateRangeOptions Range = new() { From = 1e-4, To = 0.1, Steps = 60 };

    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Rates_rise_by_one_factor_from_the_first_to_the_last()
    {
        var rates = Enumerable.Range(0, 4).Select(new RateRangeOptions { From = 0.001, To = 1, Steps = 4 }.Rate);

        Assert.Equal([0.001, 0.01, 0.1, 1], rates.Select(rate => Math.Round(rate, 12)));
    }

    [Fact]
    public void A_tiny_model_gets_a_rate_within_the_range_and_the_files_that_show_it()
    {
        var result = Test(_tiny.Options, "rates", Range);

        Assert.Equal((60, RateRangeEnd.AllTried), (result.Steps, result.End));
        Assert.Equal(0.1, result.LastRate!.Value, 9);
        Assert.InRange(result.SuggestedRate!.Value, Range.From, result.LowestLossRate!.Value);
        Assert.Contains("9 neighbouring steps", result.Method, StringComparison.Ordinal);
        var lines = File.ReadAllLines(result.Csv);
        Assert.Equal("step,rate,loss,smoothed", lines[0]);
        Assert.Equal(61, lines.Length);
        Assert.Equal(Range.Rate(1), double.Parse(lines[2].Split(',')[1], CultureInfo.InvariantCulture), 12);
        Assert.True(new FileInfo(result.Png).Length > 1000);
        Assert.Contains("suggested: ", File.ReadAllText(result.Svg), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_options_give_the_same_curve()
    {
        var (first, second) = (Test(_tiny.Options, "first", Range), Test(_tiny.Options, "second", Range));

        Assert.Equal(File.ReadAllText(first.Csv), File.ReadAllText(second.Csv));
    }

    [Fact]
    public void Rates_that_are_far_too_high_end_the_test()
    {
        var options = _tiny.Options with { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, ClipNorm = 0 } };

        var result = Test(options, "high", new RateRangeOptions { From = 1, To = 1e12, Steps = 100 });

        Assert.Equal(RateRangeEnd.Diverged, result.End);
        Assert.InRange(result.Steps, 1, 99);
        Assert.True(File.Exists(result.Png));
    }

    [Fact]
    public void What_the_last_phase_trains_is_trained_with_its_optimizer()
    {
        PhaseOptions[] phases =
        [
            new() { Name = "embeddings", Trainable = Trainable.Embeddings, Optimizer = new() { Kind = OptimizerKind.Sgd } },
            new() { Name = "full", Optimizer = new() { Kind = OptimizerKind.Adam } },
        ];
        var ofLast = Test(_tiny.Options with { Training = _tiny.Options.Training with { Phases = phases } }, "phases", Range);
        var alone = Test(_tiny.Options with { Training = _tiny.Options.Training with { Phases = phases[1..] } }, "alone", Range);

        Assert.Equal(File.ReadAllText(alone.Csv), File.ReadAllText(ofLast.Csv));
    }

    [Fact]
    public void A_stopped_test_writes_what_it_has()
    {
        using var source = new CancellationTokenSource();
        using var training = _tiny.Create(_tiny.Options, "stopped");
        var result = RateRangeTest.Run(training, _tiny.Folder("stopped"), Range, new StopsAfter(30, source), source.Token);

        Assert.Equal((30, RateRangeEnd.Interrupted), (result.Steps, result.End));
        Assert.Equal(31, File.ReadAllLines(result.Csv).Length);
    }

    [Fact]
    public void Everything_wrong_with_the_range_is_said_at_once()
    {
        var problems = new Problems();
        new RateRangeOptions { From = 0, To = -1, Steps = 3 }.Validate(problems);

        Assert.Equal(
            ["--from is 0; it must be above 0.", "--to is -1; it must be above --from (0).", "--steps is 3; it must be from 20 to 1000000."],
            problems.Found);
    }

    public void Dispose() => _tiny.Dispose();

    private RateRangeResult Test(RunOptions options, string name, RateRangeOptions range)
    {
        using var training = _tiny.Create(options, name);
        return RateRangeTest.Run(training, _tiny.Folder(name), range, stop: TestContext.Current.CancellationToken);
    }

    private sealed class StopsAfter(long steps, CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Done >= steps)
                source.Cancel();
        }
    }
}
