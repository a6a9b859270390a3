using Weft.Kernels;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Training.Steps;
using Weft.Workers;

namespace Weft.Bench.Trainings;

/// <summary>Weft's own steps on a task, at the options' peak rate.</summary>
internal sealed class WeftSteps : IDisposable
{
    private readonly Optimizer _optimizer;
    private readonly StepBatches _batches;
    private readonly GradientStep _step;
    private readonly double _rate;
    private long _steps;

    /// <param name="task">The task; it is not disposed.</param>
    /// <param name="options">The options.</param>
    /// <param name="update">How updates are computed.</param>
    public WeftSteps(ITask task, RunOptions options, KernelPath update)
    {
        _optimizer = new Optimizer(task.Model.Weights, options.Optimizer, update);
        _batches = new StepBatches(options.Training.Accumulation, task.Examples);
        _step = new GradientStep(task, new SharedUpdate(task.Model.Weights, _optimizer, Alone.Instance), options);
        _rate = options.Schedule.PeakRate;
    }

    /// <summary>Where the time of the steps goes.</summary>
    public StepClock Clock => _step.Clock;

    /// <summary>As <see cref="ITraining.Step"/>.</summary>
    public double Step(IReadOnlyList<long[]> batches) => _step.Make(++_steps, _batches.Read(batches), _rate).Loss;

    public void Dispose()
    {
        _step.Dispose();
        _batches.Dispose();
        _optimizer.Dispose();
    }
}
