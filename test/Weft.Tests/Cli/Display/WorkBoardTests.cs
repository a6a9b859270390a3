using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Runs.Events;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Display;

public class WorkBoardTests
{
    private readonly FakeTime _time = new();
    private readonly WorkBoard _board;

    public WorkBoardTests() => _board = new WorkBoard(_time);

    [Fact]
    public void Work_tells_its_share_and_the_time_left()
    {
        Report("measuring test", 0, 1_000);
        _time.Go(9);
        Report("measuring test", 430, 1_000);

        // 430 tokens took 9 s, so 570 take 11.9 s.
        Assert.Equal(["measuring test  430 of 1,000 tokens  43 %  0:11 left"], Lines());
    }

    [Fact]
    public void Time_goes_on_between_two_reports_and_never_below_zero()
    {
        Report("measuring test", 0, 100);
        _time.Go(10);
        Report("measuring test", 50, 100);
        _time.Go(4);
        Assert.Equal(["measuring test  50 of 100 tokens  50 %  0:06 left"], Lines());
        _time.Go(60);
        Assert.Equal(["measuring test  50 of 100 tokens  50 %  0:00 left"], Lines());
    }

    [Fact]
    public void What_was_done_before_the_first_report_does_not_count_as_speed()
    {
        Report("downloading", 80, 100);
        _time.Go(10);
        Report("downloading", 90, 100);

        Assert.Equal(["downloading  90 of 100 tokens  90 %  0:10 left"], Lines());
    }

    [Fact]
    public void Without_a_total_the_time_so_far_is_told()
    {
        _board.Take(new WorkProgress("saving a checkpoint", 0, null, ""));
        Assert.Equal(["saving a checkpoint"], Lines());
        _time.Go(75);
        Assert.Equal(["saving a checkpoint  1:15"], Lines());
    }

    [Fact]
    public void Work_that_is_over_has_no_row()
    {
        Report("encoding", 0, 10);
        Report("encoding", 10, 10);
        Assert.Empty(Lines());

        _board.Take(new WorkProgress("building the model", 0, null, ""));
        ((IProgress<WorkProgress>)new Reporter(_board)).End("building the model");
        Assert.Empty(Lines());
    }

    [Fact]
    public void Hundred_percent_is_only_what_is_over()
    {
        Report("measuring test", 9_999, 10_000);

        Assert.Equal(["measuring test  9,999 of 10,000 tokens  99 %"], Lines());
    }

    [Fact]
    public void The_same_work_that_begins_again_has_a_clock_of_its_own()
    {
        Report("measuring validation", 0, 100);
        _time.Go(50);
        Report("measuring validation", 90, 100);
        Report("measuring validation", 0, 100);
        _time.Go(2);
        Report("measuring validation", 50, 100);

        Assert.Equal(["measuring validation  50 of 100 tokens  50 %  0:02 left"], Lines());
    }

    [Fact]
    public void Beside_the_training_stands_what_is_done_between_two_steps()
    {
        _board.Take(Step(10, 0.25, 30));
        Report("measuring validation", 50, 100);
        Assert.Equal(["full  step 10  loss 5.250  1,000 tokens/s  25 %  1:30 left", "measuring validation  50 of 100 tokens  50 %"], Lines());

        _board.Take(Step(11, 0.5, 60));
        Assert.Equal(["full  step 11  loss 5.250  1,000 tokens/s  50 %  1:00 left"], Lines());
    }

    [Fact]
    public void With_the_last_step_or_the_end_the_training_has_no_row()
    {
        _board.Take(Step(10, 1, 30));
        Assert.Empty(Lines());

        _board.Take(Step(10, 0.5, 30));
        _board.EndTraining();
        Assert.Empty(Lines());
    }

    [Fact]
    public void Lanes_are_under_way_at_the_same_time()
    {
        foreach (var lane in new[] { 2, 1 })
            _board.Take(new WorkProgress($"arm {lane} of 4", 25, 100, "") { Lane = lane, Detail = "step 7  loss 5.000" });
        Assert.Equal(["arm 1 of 4  step 7  loss 5.000  25 %", "arm 2 of 4  step 7  loss 5.000  25 %"], Lines());

        _board.Take(new WorkProgress("arm 1 of 4", 1, 1, "") { Lane = 1 });
        Assert.Equal(["arm 2 of 4  step 7  loss 5.000  25 %"], Lines());
    }

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(760, "12:40")]
    [InlineData(11_100, "3 h 5 min")]
    [InlineData(400_000, "111 h 6 min")]
    public void Times_are_told_as_people_say_them(double seconds, string text) => Assert.Equal(text, WorkLine.Text(TimeSpan.FromSeconds(seconds)));

    internal static StepEvent Step(long step, double progress, double seconds) =>
        new(step, "full", 5.25, 5.2, 640, 0.001, 1, progress, seconds, 1_000);

    private void Report(string what, long done, long total) => _board.Take(new WorkProgress(what, done, total, "tokens"));

    private IEnumerable<string> Lines() => _board.Lines.Select(line => line.ToString());

    private sealed class Reporter(WorkBoard board) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => board.Take(value);
    }
}
