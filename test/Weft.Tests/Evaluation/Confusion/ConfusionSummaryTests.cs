using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Evaluation.Confusion;

/// <summary>Matrix and list of ten predictions of five words, counted by hand.</summary>
public class ConfusionSummaryTests
{
    private static readonly Vocabulary Words = new(["the", "cat", "dog", "<eos>", "<unk>"], "<unk>", "<eos>");

    // Training has most dogs, then as many of "the" as of "<eos>".
    private static readonly long[] TrainingCounts = [5, 1, 9, 5, 0];

    [Fact]
    public void The_matrix_has_the_most_frequent_words_and_all_others_as_one()
    {
        var matrix = Report(matrixWords: 2, pairs: 10).Matrix;

        Assert.Equal(["dog", "the"], matrix.Words);
        // Targets in rows: dog, the, other; predictions in columns.
        Assert.Equal<long>([1, 2, 1], matrix.Counts[0]);
        Assert.Equal<long>([0, 2, 1], matrix.Counts[1]);
        Assert.Equal<long>([1, 1, 1], matrix.Counts[2]);
    }

    [Fact]
    public void More_words_than_the_vocabulary_has_are_all_of_them()
    {
        var matrix = Report(matrixWords: 20, pairs: 0).Matrix;

        Assert.Equal(["dog", "the", "<eos>", "cat", "<unk>"], matrix.Words);
        Assert.Equal(6, matrix.Counts.Count);
        Assert.Equal(10, matrix.Counts.Sum(row => row.Sum()));
        Assert.All(matrix.Counts, row => Assert.Equal(0, row[^1]));
    }

    [Fact]
    public void The_list_has_the_most_frequent_pairs_of_different_words()
    {
        var report = Report(matrixWords: 2, pairs: 3);

        Assert.Equal(8, report.DistinctPairs);
        Assert.Equal(
            [
                new ConfusedPair("dog", "the", 2, 4, 0.5),
                new ConfusedPair("the", "cat", 1, 3, 1.0 / 3), // of those that occur once, the lowest ids
                new ConfusedPair("cat", "the", 1, 2, 0.5),
            ],
            report.MostConfused);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 4)]
    [InlineData(100, 6)]
    public void The_list_has_no_more_pairs_than_are_wanted_and_there_are(int wanted, int length) =>
        Assert.Equal(length, Report(2, wanted).MostConfused.Count);

    private static ConfusionReport Report(int matrixWords, int pairs)
    {
        const int The = 0, Cat = 1, Dog = 2, End = 3;
        (int Target, int Predicted)[] predictions =
            [(Dog, The), (Dog, Dog), (The, The), (Dog, The), (The, The), (The, Cat), (Cat, Dog), (Cat, The), (Dog, Cat), (End, Cat)];
        using var summary = new ConfusionSummary(Words);
        foreach (var (target, predicted) in predictions)
            summary.Take(new ScoredToken(target, predicted, target == predicted ? 0 : 1, 1, 0.5, 1, 0));
        return summary.Report(TrainingCounts, matrixWords, pairs);
    }
}
