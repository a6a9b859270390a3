using Weft.Runs.Events;

namespace Weft.Examples;

/// <summary>Hears of everything that happens: here the step with the lowest loss, and each evaluation in a line.</summary>
internal static class OwnListener
{
    public static void Run(string run)
    {
        var best = (Step: 0L, Loss: double.MaxValue);
        using var model = new TrainingBuilder(Presets.Small) { Data = Example.Data, Steps = Example.Steps }
            .OnEvent(happened =>
            {
                if (happened is StepEvent step && step.Loss < best.Loss)
                    best = (step.Step, step.Loss);
                else if (happened is EvaluationEvent)
                    Console.WriteLine(happened);
            })
            .Train(run);
        Console.WriteLine($"the lowest loss of a step: {best.Loss:N3}, in step {best.Step}");
    }
}
