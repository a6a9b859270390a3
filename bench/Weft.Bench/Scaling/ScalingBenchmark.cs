using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Bench.Throughput;
using Weft.Bench.Trainings;
using Weft.Training.Options;

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
            var points = Run(BenchArguments.Text(parsed, json), parsed.GetValue(set) ?? [], measured, isQuick);
            BenchArguments.Result(parsed, json, new { Points = points });
        });
        return command;
    }

    private static List<ScalingPoint> Run(TextWriter output, string[] settings, int steps, bool quick)
    {
        var threads = BenchArguments.Build(settings).Runtime.Threads;
        var machine = MachineProcess.Best(MachineProcess.Run(threads), MachineProcess.Run(threads));
        var report = new ScalingReport(output);
        report.Begin(machine, steps);
        var (points, known) = (new List<ScalingPoint>(), new Dictionary<ScalingShape, RoundResult>());
        foreach (var series in ScalingSeries.All.Select(series => quick ? series.Ends : series))
        {
            report.Series(series.Factor);
            ScalingPoint? before = null;
            foreach (var (value, shape) in series.Points)
            {
                var options = BenchArguments.Build([.. shape.Settings, .. settings]);
                // The base is in every series, and is measured once.
                var result = known.TryGetValue(shape, out var found) ? found : known[shape] = Measure(options, steps);
                before = ScalingPoint.Of(series.Factor, value, result, options, shape.Vocabulary, machine).After(before);
                report.Row(before);
                points.Add(before);
            }
        }
        report.Series("models with a goal");
        foreach (var (name, own) in ScalingSeries.Named)
        {
            var options = BenchArguments.Build([.. own, .. settings]);
            var point = ScalingPoint.Of(name, null, Measure(options, steps), options, options.Data.VocabularySize, machine);
            report.Row(point);
            points.Add(point);
        }
        return points;
    }

    private static RoundResult Measure(RunOptions options, int steps)
    {
        var count = (steps + WarmUp) * BatchSource.TokensInStep(options);
        using var tokens = new TokensFile(BenchmarkText.Create(options, source: null, options.Data.VocabularySize, count));
        return RoundProcess.Run(tokens.Request(Column.Weft, options, WarmUp, steps));
    }
}
