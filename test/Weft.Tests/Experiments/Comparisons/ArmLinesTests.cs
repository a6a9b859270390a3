using Weft.Experiments.Comparisons;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Experiments.Comparisons;

public sealed class ArmLinesTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly List<string> _told = [];
    private readonly List<WorkProgress> _heard = [];

    [Fact]
    public void A_training_arm_shows_step_loss_and_share_in_a_lane_of_its_own()
    {
        var lines = new ArmLines(_told.Add, new Hears(_heard));

        lines.Goes(Arm("b", "none"), 3, 8, new ChildProgress(0, 0, 0, "encoding  43 %  0:12 left"));
        lines.Goes(Arm("b", "none"), 3, 8, new ChildProgress(1_200, 5.1234, 0.25, "full  step 1,190"));
        lines.Goes(Arm("b", "none"), 3, 8, new ChildProgress(4_800, 4.5, 1, ""));
        lines.Goes(Arm("b", "none"), 3, 8, new ChildProgress(4_800, 4.5, 1, "measuring test  43 %  0:12 left"));
        lines.Ends(Arm("b", "none"), 3, 8, new ArmEnd(ArmState.Unfinished), wasDone: false);

        const string Name = "arm 3 of 8  b, seed 1";
        Assert.Equal(
            [
                new WorkProgress(Name, 0, null, "") { Lane = 3, Detail = "encoding  43 %  0:12 left" },
                new WorkProgress(Name, 2_500, 10_000, "") { Lane = 3, Detail = "step 1,200  loss 5.123" },
                new WorkProgress(Name, 0, null, "") { Lane = 3, Detail = "measuring" },
                new WorkProgress(Name, 0, null, "") { Lane = 3, Detail = "measuring test  43 %  0:12 left" },
                new WorkProgress(Name, 1, 1, "") { Lane = 3 },
            ],
            _heard);
        Assert.Equal([$"{Name}: stopped"], _told);
    }

    [Fact]
    public void An_arm_that_ran_out_of_patience_says_so()
    {
        var options = _tiny.Options with
        {
            Budget = new BudgetOptions { Steps = 500 },
            Schedule = _tiny.Options.Schedule with { PeakRate = 1e-30 },
            Evaluation = _tiny.Options.Evaluation with { EverySteps = 2, Patience = 2 },
        };
        var summary = _tiny.Train(options, "run");

        new ArmLines(_told.Add, null).Ends(Arm("b", _tiny.Folder("run")), 1, 2, new ArmEnd(ArmState.Done), wasDone: false);

        Assert.EndsWith(
            $"s; ended early after step {summary.Steps}: out of patience, the best evaluation is that of step {summary.BestStep}", Assert.Single(_told));
    }

    public void Dispose() => _tiny.Dispose();

    private static ComparisonArm Arm(string variant, string folder) => new(variant, 1, new RunOptions(), folder, []);

    private sealed class Hears(List<WorkProgress> heard) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => heard.Add(value);
    }
}
