using System.Globalization;
using Weft.Foundation;

namespace Weft.Bench.Faults;

/// <summary>Something that is done to a worker while it trains.</summary>
/// <param name="Name">Tells it from all others of a campaign; a name of a folder.</param>
/// <param name="Group">What it is a case of.</param>
/// <param name="Rank">To which worker.</param>
/// <param name="Signal">Which signal is sent.</param>
/// <param name="Step">After which step, where it comes at a step.</param>
/// <param name="Delay">How long after it was seen.</param>
/// <param name="Stage">At which of <see cref="SavingTraining.Stages"/>, where it comes while a checkpoint is written.</param>
/// <param name="ResumeWorkers">How many workers go on.</param>
internal sealed record Fault(string Name, string Group, int Rank, int Signal, int Step, TimeSpan Delay, int? Stage, int ResumeWorkers)
{
    public const int Kill = 9;
    private const int User = 10;
    private const int Terminate = 15;
    private const int Stop = 19;

    // A step takes some milliseconds.
    private const double MostDelay = 0.02;

    /// <summary>What the command must end with.</summary>
    public int ExitCode => Signal is User or Terminate ? 130 : 1;

    /// <summary>What it must say.</summary>
    public string Message => Signal switch
    {
        Kill => $"Worker {Rank} was ended by signal 9 (Killed).",
        Stop => $"Worker {Rank} gives no sign of life",
        _ => "",
    };

    /// <summary>All faults of a campaign.</summary>
    /// <param name="kills">How many random ones.</param>
    /// <param name="workers">How many workers there are.</param>
    /// <param name="lastStep">Random ones come after steps up to this.</param>
    /// <param name="seed">Determines workers, steps and moments.</param>
    public static IEnumerable<Fault> Plan(int kills, int workers, int lastStep, long seed)
    {
        for (var i = 0; i < kills; i++)
        {
            var random = RandomStream.For(seed, "fault", i);
            var rank = random.NextInt32(workers);
            yield return Random($"kill-{i + 1}", "SIGKILL, any worker at any step", rank, Kill, ref random);
        }
        foreach (var (signal, name) in new[] { (Stop, "SIGSTOP"), (Terminate, "SIGTERM"), (User, "SIGUSR1") })
        {
            foreach (var rank in new[] { 0, workers - 1 }.Distinct())
            {
                var random = RandomStream.For(seed, name, rank);
                yield return Random($"{name}-{rank}", $"{name}, first and last worker", rank, signal, ref random);
            }
        }
        foreach (var rank in new[] { 0, workers - 1 }.Distinct())
        {
            for (var stage = 0; stage < SavingTraining.Stages.Count; stage++)
                yield return new Fault($"saving-{rank}-{stage + 1}", $"SIGKILL, worker {rank} while 0 saves, each stage", rank, Kill, 0, default, stage, ResumeWorkers: 1 + stage % 2);
        }

        Fault Random(string name, string group, int rank, int signal, ref RandomStream random) => new(
            name, group, rank, signal, 1 + random.NextInt32(lastStep), TimeSpan.FromSeconds(MostDelay * random.NextDouble()), null, 1 + random.NextInt32(2));
    }

    /// <inheritdoc/>
    public override string ToString() => Name + ": " + (Stage is { } stage
        ? $"worker {Rank} killed at \"{SavingTraining.Stages[stage].Name}\""
        : string.Create(CultureInfo.InvariantCulture, $"signal {Signal} to worker {Rank} {Delay.TotalMilliseconds:0.0} ms after step {Step}"))
        + $", resumed with {ResumeWorkers}";
}

/// <summary>What came of a fault.</summary>
/// <param name="Name">The fault's.</param>
/// <param name="Problem">What was not as it must be; null where the bits at the end were the same.</param>
/// <param name="Seconds">From the fault to the end of all processes.</param>
internal sealed record FaultResult(string Name, string? Problem, double Seconds);
