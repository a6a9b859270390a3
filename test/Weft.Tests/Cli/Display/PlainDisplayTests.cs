using Weft.Cli.Display;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Sampling.Dynamic;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Cli.Display;

public sealed class PlainDisplayTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly StringWriter _output = new();
    private readonly PlainDisplay _display;

    public PlainDisplayTests() => _display = new PlainDisplay(Consoles.Of(_output, 200), _time);

    [Fact]
    public void Short_work_leaves_no_line()
    {
        Report(0);
        Go(1);
        Report(100);
        Go(10);

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Long_work_has_a_line_after_two_seconds_then_every_five_and_one_at_its_end()
    {
        Report(0);
        for (var second = 1; second <= 13; second++)
        {
            Report(5 * second);
            Go(1);
        }
        Report(100);

        Assert.Equal(
            [
                "measuring test  10 of 100 tokens  10 %  0:08 left",
                "measuring test  35 of 100 tokens  35 %  0:10 left",
                "measuring test  60 of 100 tokens  60 %  0:06 left",
                "measuring test  done in 0:13",
            ],
            Lines());
    }

    [Fact]
    public void Work_that_reports_nothing_more_is_told_of_with_the_time_that_it_has_taken()
    {
        _display.Report(new WorkProgress("saving a checkpoint", 0, null, ""));
        Go(3);
        Go(5);

        Assert.Equal(["saving a checkpoint  0:02", "saving a checkpoint  0:07"], Lines());
    }

    [Fact]
    public void The_first_step_is_told_at_once_and_later_lines_become_rarer()
    {
        _display.On(WorkBoardTests.Step(1, 0.0001, 1));
        for (var second = 2; second <= 3_600; second++)
        {
            _time.Go(1);
            _display.On(WorkBoardTests.Step(second, second * 0.0001, second));
            _display.Tick();
        }

        var lines = Lines();
        Assert.Equal("full  step 1  loss 5.250  1,000 tokens/s  0 %  2 h 46 min left", lines[0]);
        Assert.Equal("full  step 6  loss 5.250  1,000 tokens/s  0 %  2 h 46 min left", lines[1]);
        // Ten in the first 50 seconds, one a minute after ten minutes, and between these each after a tenth of the time so far.
        Assert.InRange(lines.Count, 80, 90);
        Assert.Equal(lines.Count, lines.Distinct().Count());
    }

    [Fact]
    public void While_the_split_is_measured_the_training_is_not_told_of_again()
    {
        _display.On(WorkBoardTests.Step(1, 0.1, 1));
        Report(0);
        for (var second = 1; second <= 12; second++)
        {
            Report(second);
            Go(1);
        }

        Assert.Single(Lines(), line => line.StartsWith("full", StringComparison.Ordinal));
        Assert.Equal(3, Lines().Count(line => line.StartsWith("measuring test", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_early_end_is_told_and_an_end_by_budget_is_not()
    {
        _display.On(new EndEvent(300, "full", 200, EndReason.Budget));
        _display.On(new EndEvent(300, "full", 200, EndReason.Patience));

        Assert.Equal(["training ended early after step 300: out of patience, the best evaluation is that of step 200"], Lines());
    }

    [Fact]
    public void What_happens_besides_steps_is_told_in_a_line_each()
    {
        var figures = new EvaluationResult(3.5, 209, "signature", new Figures { { "perplexity", 33.115 }, { "bitsPerByte", 1.038 }, { "accuracy", 0.378 } });
        var plan = new PlanReport(
            new SamplingPlan { Number = 3, Stage = SamplingStage.WarmUp, Keep = 0.5, NormalShare = 0.9 },
            new PlanFigures { Progress = 0.5, Seen = 1, ProbeLoss = 4.25, ControlLoss = 4, Stuck = 7 },
            "every chunk was seen");
        foreach (var happened in new TrainingEvent[]
        {
            new BeginEvent(0, "full", Resumed: false),
            new EvaluationEvent(1_422, "full", Split.Validation, Best: true, figures),
            new EvaluationEvent(1_987, "full", Split.Validation, Best: false, figures, figures with { Loss = 3 }),
            new EvaluationEvent(2_000, "full", Split.Validation, Best: true, new EvaluationResult(0.25, 50, "labels", [new("accuracy", 0.912), new("macroF1", 0.8767)])),
            new PlanEvent(1_990, "full", plan),
            new PhaseEvent(2_000, "embeddings", 1_000, 50, "95cdad0c1234"),
            new PhaseEvent(2_000, "full", 1_050, 0, null),
            new RecoveryEvent(2_001, "full", RecoveryMode.Skip, "Step 2001 was not made: its loss is NaN.", 0, 1, 640, 3.5),
            new RecoveryEvent(1_900, "full", RecoveryMode.Back, "The loss is 12.", 2, 0.25, 0, 3.5),
            new CheckpointEvent(2_000, "full", "step-2000"),
        })
        {
            _display.On(happened);
        }

        Assert.Equal(
            [
                "step 1,422  validation perplexity 33.12  1.038 bits a byte  accuracy 37.8 %",
                "step 1,987  validation perplexity 33.12  1.038 bits a byte  accuracy 37.8 %  averaged weights 33.12  (no better)",
                "step 2,000  validation loss 0.250  accuracy 91.2 %  macro F1 87.7 %",
                "step 1,990: sampling warmUp, every chunk was seen; gap 0.250; easy chunks kept 50 %; ordinary samples 90 %; stuck chunks 7",
                "phase embeddings ended at step 2,000: 1,000 parameters trained, 50 frozen, unchanged (sha256 95cdad0c at both ends)",
                "phase full ended at step 2,000: 1,050 parameters trained",
                "Step 2001 was not made: its loss is NaN. It is skipped.",
                "The loss is 12. Back to step 1,900, and on with 25.0 % of the rate (time 2 of 3).",
            ],
            Lines());
    }

    public void Dispose() => _output.Dispose();

    private void Report(long done) => _display.Report(new WorkProgress("measuring test", done, 100, "tokens"));

    /// <summary>Time goes on, second by second.</summary>
    private void Go(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _time.Go(1);
            _display.Tick();
        }
    }

    private List<string> Lines() => [.. _output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
