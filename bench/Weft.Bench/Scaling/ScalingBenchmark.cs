using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Bench.Throughput;
using Weft.Bench.Trainings;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Bench.Scaling;

/// <summary>How speed, utilisation and memory change with the model's shape: <c>scaling</c>, or <c>scaling --quick</c> for the ends alone.</summary>
internal static class ScalingBenchmark
{
    private const int WarmUp = 3;
    private const int QuickSteps = 3;

    public static Command CreateCommand()
    {
        var steps = new Option<int>("--steps") { Description = "Measured steps a point.", DefaultValueFactory = _ => 10 };
        var quick = new Option<bool>("--quick") { Description = $"The ends of each series alone, {QuickSteps} steps a point." };
        var set = BenchArguments.SetOption();
        var json = BenchArguments.JsonOption();
        var command = new Command("scaling", "Vary d, layers, context, batch and vocabulary of Weft's training one at a time; print speed, utilisation, memory, and how each grows.")
        {
            steps, quick, set, json,
        };
        command.SetAction(parsed =>
        {
            var isQuick = parsed.GetValue(quick);
            var measured = isQuick ? QuickSteps : BenchArguments.Positive(parsed, steps);
            BenchArguments.Result(parsed, json, Run(BenchArguments.Text(parsed, json), parsed.GetValue(set) ?? [], measured, isQuick));
        });
        return command;
    }

    private static ScalingSummary Run(TextWriter output, string[] settings, int steps, bool quick)
    {
        RefuseWhatVaries(settings);
        var threads = BenchArguments.Build(settings).Runtime.Threads;
        var machine = MachineProcess.Best(MachineProcess.Run(threads), MachineProcess.Run(threads));
        var report = new ScalingReport(output);
        report.Begin(machine, steps, settings);
        var summary = new ScalingSummary([], []);
        var known = new Dictionary<ScalingShape, RoundResult>();
        foreach (var series in ScalingSeries.All.Select(series => quick ? series.Ends : series))
        {
            report.Series(series.Factor);
            var points = new List<ScalingPoint>();
            foreach (var (value, shape) in series.Points)
            {
                var options = BenchArguments.Build([.. shape.Settings, .. settings]);
                // The base is in every series, and is measured once.
                var result = known.TryGetValue(shape, out var found) ? found : known[shape] = Measure(options, steps);
                var point = ScalingPoint.Of(series.Factor, value, result, options, shape.Vocabulary, machine);
                points.Add(point with { Growth = ScalingGrowth.Over([.. points.TakeLast(1), point]) });
                report.Row(points[^1]);
            }
            report.Whole(summary.Growth[series.Factor] = ScalingGrowth.Over(points)!);
            summary.Points.AddRange(points);
        }
        report.Series("models with a goal");
        foreach (var (name, own) in ScalingSeries.Named)
        {
            var options = BenchArguments.Build([.. own, .. settings]);
            summary.Points.Add(ScalingPoint.Of(name, null, Measure(options, steps), options, options.Data.VocabularySize, machine));
            report.Row(summary.Points[^1]);
        }
        return summary;
    }

    private static void RefuseWhatVaries(string[] settings)
    {
        var varied = new ScalingShape().Settings.Select(setting => setting[..(setting.IndexOf('=', StringComparison.Ordinal) + 1)]).ToList();
        if (settings.FirstOrDefault(setting => varied.Any(key => setting.StartsWith(key, StringComparison.OrdinalIgnoreCase))) is { } refused)
            throw new ConfigurationException($"--set {refused} does not go with scaling, which sets this itself.");
    }

    private static RoundResult Measure(RunOptions options, int steps)
    {
        var count = (steps + WarmUp) * BatchSource.TokensInStep(options);
        using var tokens = new TokensFile(BenchmarkText.Create(options, source: null, options.Data.VocabularySize, count));
        return RoundProcess.Run(tokens.Request(Column.Weft, options, WarmUp, steps));
    }
}
