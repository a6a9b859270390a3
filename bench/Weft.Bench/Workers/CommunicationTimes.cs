using Weft.Tasks;

namespace Weft.Bench.Workers;

/// <summary>
/// What of the workers' time in calls is communication and what is waiting: of each part of each step, the worker that comes last waits for nobody, so that its time,
/// the shortest, is that of the communication; what the others take longer they wait for it.
/// </summary>
internal static class CommunicationTimes
{
    /// <summary>The name of waiting for slower workers.</summary>
    public const string Waiting = "waiting";

    /// <summary>The name of all together.</summary>
    public const string All = "all";

    /// <summary>Milliseconds a step, means over steps and workers.</summary>
    /// <param name="seconds">For each worker, for each step, the seconds of each part of <see cref="StepParts.Communication"/>.</param>
    /// <param name="workers">How many workers.</param>
    public static IReadOnlyDictionary<string, double> Of(ReadOnlySpan<double> seconds, int workers)
    {
        var parts = StepParts.Communication.Count;
        var numbers = seconds.Length / workers;
        var steps = numbers / parts;
        var (shortest, all) = (new double[parts], 0.0);
        for (var i = 0; i < numbers; i++)
        {
            var least = double.MaxValue;
            for (var worker = 0; worker < workers; worker++)
            {
                var own = seconds[worker * numbers + i];
                least = Math.Min(least, own);
                all += own / workers;
            }
            shortest[i % parts] += least;
        }
        var times = StepParts.Communication.Index().ToDictionary(part => part.Item.ToString().ToLowerInvariant(), part => 1000 * shortest[part.Index] / steps);
        times[Waiting] = 1000 * (all - shortest.Sum()) / steps;
        times[All] = 1000 * all / steps;
        return times;
    }
}
