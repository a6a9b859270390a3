using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Training.Planning;

namespace Weft.Tests.Runs.Options;

public class BudgetTests
{
    private static readonly TrainingState State = new() { Step = 30, Tokens = 500, Seconds = 90 };

    [Fact]
    public void Each_limit_counts_its_own_thing()
    {
        Assert.Equal(0.3, Progress(new BudgetOptions { Steps = 100 }), 12);
        Assert.Equal(0.5, Progress(new BudgetOptions { Tokens = 1000 }), 12);
        Assert.Equal(0.25, Progress(new BudgetOptions { Epochs = 2 }), 12);
        Assert.Equal(0.75, Progress(new BudgetOptions { Minutes = 2 }), 12);
    }

    [Fact]
    public void The_first_limit_that_is_reached_ends_training() =>
        Assert.Equal(0.75, Progress(new BudgetOptions { Steps = 100, Minutes = 2, Epochs = 3 }), 12);

    [Fact]
    public void Phases_share_the_budget_and_the_last_ends_with_it()
    {
        PhaseOptions[] phases = [new() { Name = "a", Share = 1 }, new() { Name = "b", Share = 1 }, new() { Name = "c", Share = 4 }];
        var plan = new TrainingPlan(new RunOptions { Budget = new() { Steps = 100 }, Training = new() { Phases = phases } }, 1000);

        var left = plan.PhasesFrom(State).ToList();

        Assert.Equal(["b", "c"], left.Select(phase => phase.Name));
        Assert.Equal(1, left[^1].End);
    }

    [Fact]
    public void A_phase_has_the_runs_schedule_and_optimizer_or_its_own()
    {
        var own = new PhaseOptions { Schedule = new() { PeakRate = 2, Shape = ScheduleShape.Linear }, Optimizer = new() { Kind = OptimizerKind.Sgd } };
        var options = new RunOptions { Budget = new() { Steps = 100 }, Training = new() { Phases = [new(), own] } };
        var plan = new TrainingPlan(options, 1000);

        Assert.Equal(options.Schedule.PeakRate, plan[0].Rate(0.25));
        // Half way through the second phase.
        Assert.Equal(1, plan[1].Rate(0.75), 12);
        Assert.Equal([OptimizerKind.Adam, OptimizerKind.Sgd], plan.Optimizers.Select(optimizer => optimizer.Kind));
    }

    private static double Progress(BudgetOptions budget) => new TrainingPlan(new RunOptions { Budget = budget }, 1000).Progress(State);
}
