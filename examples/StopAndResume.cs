using Weft.Runs.Events;

namespace Weft.Examples;

/// <summary>Stops a training and goes on with it, as if it had never been stopped.</summary>
internal static class StopAndResume
{
    public static async Task RunAsync(string run)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            // Stopped half way; a service would give the token of its own end.
            var builder = new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }
                .OnEvent(happened => { if (happened is StepEvent && happened.Step == Example.Steps / 2) stop.Cancel(); });
            (await builder.TrainAsync(run, stop.Token).ConfigureAwait(false)).Dispose();
        }
        catch (OperationCanceledException e)
        {
            Console.WriteLine(e.Message);
        }

        // The run knows all but the budget, and a new one can be given.
        using var model = await new TrainingBuilder { Steps = 2 * Example.Steps }.ResumeAsync(run, CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine($"{model.Summary!.Steps} steps, test perplexity {model.Summary.Test!.Perplexity:N2}");
    }
}
