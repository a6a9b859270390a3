using System.Globalization;
using System.Text.Json;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Classification.Scores;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Models that tell numbers, from the text to the report and to what they tell of others.</summary>
public sealed class ScoreRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");

    public ScoreRunTests() => Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);

    [Fact]
    public void A_run_that_is_interrupted_ends_with_the_same_bits()
    {
        var options = Options() with { Budget = new BudgetOptions { Steps = 12 }, Model = Options().Model with { FrequencyBias = true } };
        InterruptedRun.AssertSameBits(_tiny, options);
    }

    [Fact]
    public void Numbers_are_learnt_and_told()
    {
        var summary = _tiny.Train(Options() with { Evaluation = new EvaluationOptions { Report = true } }, "run");

        Assert.InRange(summary.Validation!["pearson"]!.Value, 0.9, 1);
        Assert.InRange(summary.TestDetails!["rootMeanSquareError"]!.Value, 0, 0.6 * summary.TestDetails["deviation"]!.Value);
        Assert.InRange(summary.Test!["pearson"]!.Value, summary.TestDetails["pearsonLow"]!.Value, summary.TestDetails["pearsonHigh"]!.Value);
        Assert.Equal(["scores.csv", "scores.png", "scores.svg"], Directory.EnumerateFiles(_tiny.Folder("run/evaluation/test")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("from,to,texts,meanScore,meanPrediction,meanAbsoluteError", File.ReadLines(_tiny.Folder("run/evaluation/test/scores.csv")).First());
        using (var trained = LoadedModel.Open(_tiny.Folder("run"), "best"))
        {
            Assert.Equal(summary.Test, new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfSplits([Split.Test]).Single().ToResult());
            // A text may have a score that no other has.
            File.WriteAllText(_tiny.Folder("other.csv"), "review,animals\nthe cat runs,1.125\nthe house runs,-3\n");
            Assert.Equal(2, Assert.IsType<ScoreReport>(new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfText(_tiny.Folder("other.csv"))).Texts);
        }

        var (code, output, errors) = CommandLine.Run("predict", _tiny.Folder("run"), "--text", "the cat sees a cat", "--text", "the house runs home", "--json");
        Assert.True(code == 0, errors);
        double[] told = [.. JsonDocument.Parse(output).RootElement.GetProperty("predictions").EnumerateArray().Select(text => text.GetProperty("score").GetDouble())];
        Assert.True(told[0] > told[1] + 0.7, output);
        Assert.Equal(told.Select(score => score.ToString("F4", CultureInfo.InvariantCulture)), errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        File.WriteAllText(_tiny.Folder("new.csv"), "review\nthe cat sees a cat\n");
        (_, output, _) = CommandLine.Run("predict", _tiny.Folder("run"), "--data", _tiny.Folder("new.csv"));
        var lines = output.Split('\n');
        Assert.Equal("review,prediction", lines[0]);
        Assert.Equal(told[0], double.Parse(lines[1].Split(',')[1], CultureInfo.InvariantCulture), 1e-5);
        Refusal.AssertIs(
            2, CommandLine.Run("predict", _tiny.Folder("run"), "--text", "a", "--top", "2"), "--top does not go with a run of data.labels=score, which tells one number for each text. Leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _tiny.Folder("run"), "--text", "a", "--explain"), "--explain does not go with a run of data.labels=score");
    }

    [Fact]
    public void What_is_no_number_is_named_and_numbers_that_are_all_the_same_teach_nothing()
    {
        File.WriteAllText(_tiny.Folder("bad.csv"), "review,animals\na cat,1\na dog,two\n");
        Assert.Contains(
            "bad.csv, line 3: the score 'two' in 'animals' is no number, which data.labels=score wants.",
            Assert.Throws<InvalidDataException>(() => _tiny.Train(TinyScores.Options(_tiny, _tiny.Folder("bad.csv")), "run")).Message, StringComparison.Ordinal);
        File.WriteAllText(_tiny.Folder("same.csv"), "review,animals\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"cat w{i},{(i % 2 == 0 ? "1" : "1.0")}\n")));
        Assert.StartsWith(
            "All training texts have the score 1 in 'animals': there is nothing to tell apart.",
            Assert.Throws<InvalidDataException>(() => _tiny.Train(TinyScores.Options(_tiny, _tiny.Folder("same.csv")), "run")).Message, StringComparison.Ordinal);
        var options = Options();
        Assert.Contains(
            "data.labels is score; it must be one unless data.label names",
            Assert.Throws<ConfigurationException>(() => (options with { Task = TaskKind.LanguageModelling, Data = options.Data with { Label = "" } }).Validate()).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }

    private RunOptions Options()
    {
        var path = _tiny.Folder("scores.csv");
        return TinyScores.Options(_tiny, File.Exists(path) ? path : TinyScores.Write(_tiny)) with
        {
            Budget = new BudgetOptions { Steps = 300 },
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW },
        };
    }
}
