using System.Text.Json;
using System.Text.RegularExpressions;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary>What the tables say of a classifier, after its training and when it is measured again.</summary>
public sealed partial class EvaluateClassifierTests : IDisposable
{
    private const int Milliseconds = 1_000;

    private readonly TinyCommands _tiny = new();

    [Fact]
    public void Accuracy_and_macro_F1_are_shown_with_their_intervals_and_each_label_with_its_F1()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"\"the {(i % 2 == 0 ? "cat" : "dog")} of house {i}\",{(i % 2 == 0 ? "cats" : "dogs")}\n");
        File.WriteAllText(_tiny.Folder("reviews.csv"), "review,kind\n" + string.Concat(rows));
        var (code, output, errors) = _tiny.Train(
            "run", "--task", "classification", "--data", _tiny.Folder("reviews.csv"), "--set", "data.field=review", "--set", "data.label=kind", "--set", "evaluation.report=true");
        Assert.True(code == 0, output + errors);
        var (_, again, _) = CommandLine.Run("evaluate", _tiny.Folder("run"), "--split", "test");

        foreach (var table in new[] { output, again })
        {
            Assert.Matches(Measured(), table);
            Assert.Matches(More(), table);
            Assert.All(["weighted F1 ", "AUC ", "calibration error "], figure => Assert.Contains(figure, table, StringComparison.Ordinal));
            // The ends of intervals stand with their figures alone.
            Assert.DoesNotContain("accuracy high", table, StringComparison.Ordinal);
        }
        Assert.Matches(Label(), again);
        var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(_tiny.Folder("run"), "evaluation", "test.json"))).RootElement;
        Assert.InRange(report.GetProperty("macroF1").GetDouble(), report.GetProperty("macroF1Interval").GetProperty("low").GetDouble(), report.GetProperty("macroF1Interval").GetProperty("high").GetDouble());
        Assert.InRange(report.GetProperty("auc").GetDouble(), 0, 1);
    }

    public void Dispose() => _tiny.Dispose();

    [GeneratedRegex(@"test accuracy +│ \d+\.\d % \(\d+\.\d-\d+\.\d\)", RegexOptions.None, Milliseconds)]
    private static partial Regex Measured();

    [GeneratedRegex(@"macro F1 \d+\.\d % \(\d+\.\d-\d+\.\d\)", RegexOptions.None, Milliseconds)]
    private static partial Regex More();

    [GeneratedRegex(@"dogs: \d+ of \d+ \(F1 \d+\.\d %\)", RegexOptions.None, Milliseconds)]
    private static partial Regex Label();
}
