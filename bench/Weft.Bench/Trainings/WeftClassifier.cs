using Weft.Kernels;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Training;

namespace Weft.Bench.Trainings;

/// <summary>Weft's own training of a classifier, without run folder and checkpoints.</summary>
internal sealed class WeftClassifier : ITraining
{
    private readonly ITask _task;
    private readonly WeftSteps _steps;

    /// <param name="texts">What is trained on, and the model's shape.</param>
    public WeftClassifier(TextBatches texts)
    {
        var options = texts.Options with { Runtime = TrainingDevice.Resolve(texts.Options.Runtime) };
        var device = TrainingDevice.Prepare(options.Runtime);
        Precision = options.Runtime.Precision;
        _task = texts.Start.Build(options.Runtime, device, isNew: true, progress: null).Task;
        _steps = new WeftSteps(_task, options, KernelPaths.For(device));
    }

    /// <summary>The model's parameters.</summary>
    public Modeling.ITrainable Model => _task.Model;

    /// <inheritdoc/>
    public long Parameters => _task.Model.ParameterCount;

    /// <inheritdoc/>
    public Precision Precision { get; }

    /// <inheritdoc/>
    public StepClock Clock => _steps.Clock;

    /// <inheritdoc/>
    public double Step(IReadOnlyList<long[]> batches) => _steps.Step(batches);

    public void Dispose()
    {
        _steps.Dispose();
        _task.Dispose();
    }
}
