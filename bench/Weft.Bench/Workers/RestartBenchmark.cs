using Weft.Bench.Measuring;
using Weft.Runs.Events;

namespace Weft.Bench.Workers;

/// <summary>How soon a training goes on: <c>weft train --restarts 1</c>, whose last worker is killed while it trains.</summary>
internal static class RestartBenchmark
{
    private const int CheckpointSteps = 10;
    private const int StepsAfterCheckpoint = 3;

    /// <summary>Kills and waits, as often as there are rounds.</summary>
    public static RestartSummary Run(string preset, int workers, int rounds, IReadOnlyCollection<string> settings, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{preset}, {workers} workers: seconds from SIGKILL of a worker, with a checkpoint every {CheckpointSteps} steps");
        var table = new TextTable(output, ("round", 7), ("until Weft starts again", 0), ("until the next step", 0)).Header();
        var times = new List<(double Noticed, double Step)>();
        for (var round = 1; round <= rounds; round++)
        {
            times.Add(Measure(preset, workers, settings));
            table.Row($"{round}", $"{times[^1].Noticed:0.00}", $"{times[^1].Step:0.00}");
        }
        var summary = new RestartSummary(preset, workers, Spread.Of(times.Select(time => time.Noticed)), Spread.Of(times.Select(time => time.Step)));
        table.Row("median", $"{summary.SecondsToStart.Median:0.00}", $"{summary.SecondsToStep.Median:0.00}");
        return summary;
    }

    private static (double Noticed, double Step) Measure(string preset, int workers, IReadOnlyCollection<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("weft-restart-").FullName;
        try
        {
            var run = Path.Combine(folder, "run");
            using var training = new WatchedTraining(run, [
                "--preset", preset, "--workers", $"{workers}", "--restarts", "1", "--max-steps", "1000000", "--set", $"training.checkpointSteps={CheckpointSteps}",
                "--set", "evaluation.everySteps=1000000", "--set", "evaluation.report=false", .. settings.SelectMany(setting => new[] { "--set", setting })]);
            var saved = training.Until(happened => happened is CheckpointEvent);
            training.Until(happened => happened is StepEvent && happened.Step >= saved.Step + StepsAfterCheckpoint);
            return training.KillAndWait(rank: workers - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>How soon trainings of a preset went on.</summary>
/// <param name="Preset">The model.</param>
/// <param name="Workers">How many workers.</param>
/// <param name="SecondsToStart">From the signal until Weft has seen it and starts the workers again.</param>
/// <param name="SecondsToStep">From the signal until the next step was made.</param>
internal sealed record RestartSummary(string Preset, int Workers, Spread SecondsToStart, Spread SecondsToStep);
