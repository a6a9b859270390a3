using Weft.Optimization;

namespace Weft.Examples;

/// <summary>A schedule of one's own: the learning rate rises and falls three times, ever lower.</summary>
internal static class OwnSchedule
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }.UseSchedule(new Waves(0.003)).Train(run);
        Console.WriteLine($"test perplexity {model.Summary!.Test!.Perplexity:N2}");
    }

    private sealed class Waves(double highest) : ISchedule
    {
        public double Rate(double progress) => highest * (1 - 0.9 * progress) * Math.Abs(Math.Sin(3 * Math.PI * (progress + 0.01)));
    }
}
