namespace Weft.Examples;

/// <summary>Stops a training and goes on with it, as if it had never been stopped.</summary>
internal static class StopAndResume
{
    public static async Task RunAsync(string run)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            // Stopped as soon as it is trained for a while; a service would give the token of its own end.
            stop.CancelAfter(TimeSpan.FromSeconds(Example.Steps / 50.0));
            var begun = await new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }.TrainAsync(run, stop.Token).ConfigureAwait(false);
            begun.Dispose();
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
