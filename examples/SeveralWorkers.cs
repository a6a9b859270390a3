using Weft.Runs.Events;
using Weft.Text;

namespace Weft.Examples;

/// <summary>Trains with as many processes as a launcher has started: <c>mpirun -n 2 dotnet Weft.Examples.dll workers runs/mine</c>.</summary>
internal static class SeveralWorkers
{
    public static void Run(string run)
    {
        // The same calls in each process. Events and notes come to the first alone.
        using var model = new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }
            .OnNote(Console.WriteLine)
            .OnEvent(happened => { if (happened is EvaluationEvent) Console.WriteLine(happened); })
            .Train(run);

        if (TrainingBuilder.WorkerRank == 0)
            Console.WriteLine($"test perplexity {model.Evaluate(Split.Test).Perplexity:N2}");
    }
}
