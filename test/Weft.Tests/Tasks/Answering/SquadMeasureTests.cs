using System.IO.Compression;
using System.Text.Json;
using Weft.Tasks.Answering;
using Weft.Tests.Support;

namespace Weft.Tests.Tasks.Answering;

/// <summary>Exact match and F1 of answers, by hand, and against published figures.</summary>
public sealed class SquadMeasureTests
{
    [Theory]
    [InlineData("The  Cat!", "cat", true, 1)]
    [InlineData("a cat", "cats", false, 0)]
    [InlineData("big red cat", "the red cat", false, 0.8)]
    [InlineData("cat cat", "cat", false, 2.0 / 3)]
    [InlineData("theatre", "atre", false, 0)]
    [InlineData("", "cat", false, 0)]
    [InlineData("$12", "12", true, 1)]
    [InlineData("Ünder–the", "ünder–", true, 1)]
    public void An_answer_is_compared_without_articles_punctuation_and_capitals(string predicted, string right, bool isExact, double f1)
    {
        Assert.Equal((isExact, f1), SquadMeasure.Of(predicted, [right]));
    }

    [Fact]
    public void The_best_of_all_right_answers_counts_and_none_is_right_where_there_is_none()
    {
        Assert.Equal((true, 1), SquadMeasure.Of("1979", ["in 1979", "1979"]));
        Assert.Equal((false, 0.8), SquadMeasure.Of("big red cat", ["dog", "red cat", "cat"]));
        Assert.Equal((true, 1), SquadMeasure.Of("", []));
        Assert.Equal((true, 1), SquadMeasure.Of("", ["the", "!"]));
        Assert.Equal((false, 0), SquadMeasure.Of("cat", []));
    }

    [Fact]
    public void The_official_baseline_has_its_published_figures()
    {
        // Logistic regression of Rajpurkar et al. 2016 on SQuAD's 10,570 questions.
        using var predictions = JsonDocument.Parse(Unpacked("tasks/qa/squad11-dev/predictions.logistic-regression.json.gz"));
        var measured = Unpacked("tasks/qa/squad11-dev/dev.jsonl.gz").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var question = JsonDocument.Parse(line);
            var right = question.RootElement.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("text").GetString()!).ToList();
            // A question that was left out counts as wrong.
            return predictions.RootElement.TryGetProperty(question.RootElement.GetProperty("id").GetString()!, out var predicted) ? SquadMeasure.Of(predicted.GetString()!, right) : default;
        }).ToList();

        Assert.Equal(10_570, measured.Count);
        Assert.Equal(40.14, 100 * measured.Average(answer => answer.IsExact ? 1.0 : 0), 0.005);
        Assert.Equal(50.98, 100 * measured.Average(answer => answer.F1), 0.005);
    }

    private static string Unpacked(string name)
    {
        using var packed = new GZipStream(File.OpenRead(RealData.Path(name)), CompressionMode.Decompress);
        using var text = new StreamReader(packed);
        return text.ReadToEnd();
    }
}
