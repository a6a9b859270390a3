using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Plots;
using Weft.Experiments.Comparisons;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Comparisons.Statistics;
using Weft.Tests.Evaluation.Reports;

namespace Weft.Tests.Evaluation.Plots;

/// <summary>Every picture, with data as they come and with data that are odd: one point, equal values, huge ones, names of all kinds.</summary>
internal static class OddPictures
{
    private static readonly string[] OddNames = ["文字", "🙂🙂", "a very long name of a thing that does not end", "\u0001\u001b", " ", "\n", "\"", "e\u0301", "العربية", "x"];

    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["curve-usual"] = () => Curve(400, step => 4 + 5 / Math.Sqrt(step), 100),
        ["curve-one-step"] = () => Curve(1, _ => 9, 1),
        ["curve-two-steps"] = () => Curve(2, step => 10 - step, 2),
        ["curve-unmeasured"] = () => Curve(40, step => 9 - step / 20.0, 100),
        ["curve-equal"] = () => Curve(30, _ => 3, 10),
        ["curve-near-zero"] = () => Curve(60, step => 2.0 / step, 20),
        ["curve-huge"] = () => Curve(60, step => 12 * step, 20),
        ["curve-empty"] = () => LearningCurvePlot.Draw(new LearningCurve([], [], IsOfTokens: true)),
        ["confusion-usual"] = () => Confusion(20, place => $"word{place}"),
        ["confusion-one"] = () => Confusion(1, _ => "a"),
        ["confusion-odd"] = () => Confusion(OddNames.Length, place => OddNames[place]),
        ["confusion-large"] = () => Confusion(400, place => $"word{place}"),
        ["calibration-usual"] = () => Reliability(bin => bin / 15.0),
        ["calibration-all-right"] = () => Reliability(_ => 1),
        ["calibration-one-bin"] = () => ReliabilityPlot.Draw("test", SampleReport.Of("test").Calibration, "token"),
        ["bands-usual"] = () => Bands(6, place => Math.Pow(8, 6 - place)),
        ["bands-one"] = () => Bands(1, _ => 1),
        ["bands-huge"] = () => Bands(7, place => place == 0 ? double.MaxValue : 10),
        ["tags-one"] = () => Tags(1, _ => "NN"),
        ["tags-many"] = () => Tags(40, place => OddNames[place % OddNames.Length] + place),
        ["positions-one"] = () => Positions(1, _ => 7),
        ["positions-usual"] = () => Positions(64, place => 300 + 40 * Math.Sin(place)),
        ["positions-huge"] = () => Positions(512, _ => double.MaxValue),
        ["timeline-one"] = () => Timeline(1),
        ["timeline-usual"] = () => Timeline(9),
        ["timeline-many"] = () => Timeline(80),
        ["losses-time"] = () => LossPlot.OverTime(Comparison(["plain", "smooth"], 3, 5)),
        ["losses-tokens-one"] = () => LossPlot.OverTokens(Comparison(["plain"], 1, 1)),
        ["losses-odd"] = () => LossPlot.OverTokens(Comparison(["文字", new string('n', 60), "c"], 2, 4)),
        ["differences-usual"] = () => DifferencePlot.Draw(Comparison(["plain", "smooth", "wide"], 3, 5)),
        ["differences-odd"] = () => DifferencePlot.Draw(Comparison([new string('b', 60), "文字", new string('n', 60)], 2, 4)),
        ["differences-equal"] = () => DifferencePlot.Draw(Comparison(["a", "b"], 2, 3, spread: 0)),
    };

    private static Figure Curve(int steps, Func<int, double> loss, int every) => LearningCurvePlot.Draw(new LearningCurve(
        [.. Enumerable.Range(1, steps).Select(step => new CurvePoint(step, loss(step) + 0.1 * (step % 3)))],
        [.. Enumerable.Range(1, steps).Where(step => step % every == 0).Select(step => new CurvePoint(step, loss(step)))],
        IsOfTokens: true));

    private static Figure Confusion(int words, Func<int, string> name)
    {
        var counts = Enumerable.Range(0, words + 1).Select(row => (IReadOnlyList<long>)[.. Enumerable.Range(0, words + 1).Select(column => (long)(row == column ? 90 : (row + column) % 7))]);
        var matrix = new ConfusionMatrix([.. Enumerable.Range(0, words).Select(name)], [.. counts]);
        return ConfusionPlot.Draw(matrix, "Predictions for each target, test split, 1,234 tokens", "token");
    }

    private static Figure Reliability(Func<int, double> accuracy) => ReliabilityPlot.Draw("test", new CalibrationReport(0.1, 15, [.. Enumerable.Range(0, 15).Select(bin =>
        new CalibrationBin(bin / 15.0, (bin + 1) / 15.0, 1_234_567, 10, (bin + 0.5) / 15, accuracy(bin)))]), "label");

    private static Figure Bands(int bands, Func<int, double> perplexity) => PerplexityBars.DrawBands("test", [.. Enumerable.Range(0, bands).Select(place =>
        new FrequencyBand((long)Math.Pow(10, place), (long)Math.Pow(10, place + 1) - 1, 5, Of(perplexity(place))))]);

    private static Figure Tags(int tags, Func<int, string> name) => PerplexityBars.DrawTags(
        "test", [.. Enumerable.Range(0, tags).Select(place => new TagScores(name(place), Of(1 + place * place)))]);

    private static Figure Positions(int count, Func<int, double> perplexity) => PositionPlot.Draw(
        "test", [.. Enumerable.Range(1, count).Select(place => new PositionScores(place, Of(perplexity(place))))], perplexity: 33);

    private static Figure Timeline(int plans)
    {
        string[] stages = ["explore", "easy-first", "ordinary", "rescue"];
        return SamplingTimelinePlot.Draw([.. Enumerable.Range(0, plans + 1).Select(plan => new TimelinePoint(
            (double)plan / plans, stages[plan % 4], plan % 2 == 0 ? 0.1 * plan : null, 1 - 0.3 * (plan % 3), 0.5))]);
    }

    private static ComparisonResult Comparison(string[] variants, int seeds, int points, double spread = 0.1)
    {
        var arms = variants.Index().SelectMany(variant => Enumerable.Range(1, seeds).Select(seed => Arm(variant.Item, seed, points, spread * (variant.Index + 0.3 * (seed % 2)))));
        return ComparisonAnalysis.Of(
            new ComparisonPlan("out", variants[0], [.. variants.Select(name => new Variant(name, []))], [.. Enumerable.Range(1, seeds).Select(seed => (long)seed)], [], 1), [.. arms]);
    }

    private static ArmResult Arm(string variant, long seed, int points, double shift)
    {
        var curve = Enumerable.Range(1, points).Select(place => new LossPoint(place, 1_000 * place, 10 * place, 5 + 2.0 / place - shift)).ToList();
        return new ArmResult
        {
            Variant = variant,
            Seed = seed,
            Folder = "",
            State = ArmState.Done,
            Loss = curve[^1].Loss,
            BestLoss = curve[^1].Loss,
            Signature = "words",
            TokensPerSecond = 100,
            Curve = curve,
        };
    }

    private static Scores Of(double perplexity) => new(1_234, 100, 200, Math.Log(perplexity), perplexity, 0.1, 0.2);
}
