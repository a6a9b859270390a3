using System.Text.Json.Nodes;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Runs;

public sealed class EndReasonTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_budget_that_is_used_up_is_the_reason()
    {
        using var listener = new Recorder();

        Assert.Equal(EndReason.Budget, _tiny.Train(_tiny.Options, "run", listener).EndReason);

        Assert.Equal([(12, EndReason.Budget)], listener.All.OfType<EndEvent>().Select(end => (end.Step, end.Reason)));
        Assert.Equal("budget", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(_tiny.Folder("run"), "DONE")))!["endReason"]);
    }

    [Fact]
    public void A_training_that_gets_no_better_is_out_of_patience()
    {
        // At this rate no weight changes: no loss is lower than the first.
        var options = _tiny.Options with
        {
            Budget = new BudgetOptions { Steps = 500 },
            Schedule = _tiny.Options.Schedule with { PeakRate = 1e-30 },
            Evaluation = _tiny.Options.Evaluation with { EverySteps = 2, Patience = 2 },
        };
        using var listener = new Recorder();

        var summary = _tiny.Train(options, "run", listener);

        Assert.Equal(EndReason.Patience, summary.EndReason);
        Assert.Equal((6, 2), (summary.Steps, summary.BestStep));
        Assert.Equal([(6, EndReason.Patience)], listener.All.OfType<EndEvent>().Select(end => (end.Step, end.Reason)));
        Assert.Equal("patience", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(_tiny.Folder("run"), "DONE")))!["endReason"]);
    }

    [Fact]
    public void A_request_to_stop_is_an_interruption()
    {
        using var recorder = new Recorder { StopAfter = 5 };

        var summary = _tiny.Train(_tiny.Options, "run", recorder, recorder.Token);

        Assert.Equal((EndReason.Interrupted, true), (summary.EndReason, summary.Interrupted));
    }

    [Fact]
    public void A_divergence_tells_how_far_the_training_had_come()
    {
        var options = _tiny.Options with
        {
            Budget = new BudgetOptions { Steps = 200 },
            Schedule = _tiny.Options.Schedule with { PeakRate = 1e38 },
            Optimizer = _tiny.Options.Optimizer with { Kind = Weft.Optimization.OptimizerKind.Sgd },
        };

        var error = Assert.Throws<DivergenceException>(() => _tiny.Train(options, "run"));

        Assert.Equal(EndReason.Divergence, error.Summary!.EndReason);
        Assert.Equal(EndReason.Divergence, Assert.IsType<EndEvent>(RunLog.Read(_tiny.Folder("run")).Last()).Reason);
        Assert.InRange(error.Summary.Steps, 0, 199);
    }

    [Theory]
    [InlineData(EndReason.Budget, "ended after step 1,300: the budget is used up")]
    [InlineData(EndReason.Patience, "ended early after step 1,300: out of patience, the best evaluation is that of step 200")]
    [InlineData(EndReason.Interrupted, "interrupted after step 1,300")]
    [InlineData(EndReason.Divergence, "ended after step 1,300: it diverged")]
    [InlineData(null, "ended after step 1,300")]
    public void Each_reason_has_its_sentence(EndReason? reason, string sentence) => Assert.Equal(sentence, EndReasons.Sentence(reason, 1_300, 200));

    public void Dispose() => _tiny.Dispose();
}
