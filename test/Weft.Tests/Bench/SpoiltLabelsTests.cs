using Weft.Bench.Corpora;
using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Bench;

[Collection(OfOtherProcesses.Tests)]
public sealed class SpoiltLabelsTests
{
    private static readonly TextRecord[] Records = [.. Enumerable.Range(0, 900).Select(i => new TextRecord($"text {i}") { Label = "abc"[i % 3].ToString() })];

    [Fact]
    public void A_share_of_the_labels_becomes_any_other_one()
    {
        var spoilt = SpoiltLabels.WithWrongLabels(Records, 0.2, seed: 1);

        Assert.Equal(Records.Select(record => record.Text), spoilt.Select(record => record.Text));
        var wrong = Records.Zip(spoilt).Where(pair => pair.First.Label != pair.Second.Label).ToList();
        Assert.Equal(180, wrong.Count);
        // Each of the six changes is as likely: 30 expected, standard deviation 5.
        Assert.Equal(6, wrong.CountBy(pair => (pair.First.Label!, pair.Second.Label!)).Count(change => change.Value is > 10 and < 50));
        Assert.Equal(spoilt, SpoiltLabels.WithWrongLabels(Records, 0.2, seed: 1));
        Assert.NotEqual(spoilt, SpoiltLabels.WithWrongLabels(Records, 0.2, seed: 2));
    }

    [Fact]
    public void Classes_have_sizes_at_equal_ratios()
    {
        var kept = SpoiltLabels.Unbalanced(Records, 9, seed: 1);

        Assert.Equal([300, 100, 33], kept.CountBy(record => record.Label!).Select(pair => pair.Value).OrderDescending());
        Assert.Equal(kept, Records.Where(kept.Contains));
    }

    [Fact]
    public void A_class_that_is_too_small_lowers_all()
    {
        var records = Records.Where((record, place) => record.Label != "a" || place < 30).ToList();

        var sizes = SpoiltLabels.Unbalanced(records, 9, seed: 1).CountBy(record => record.Label!).ToDictionary();

        var largest = sizes.Values.Max();
        Assert.Equal([largest, largest / 3, largest / 9], sizes.Values.OrderDescending());
        Assert.True(sizes["a"] <= 10);
    }

    [Fact]
    public async Task A_set_is_written_with_its_other_splits_as_they_were()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.tsv", "label\ttext\n" + string.Concat(Records.Select(record => $"{record.Label}\t{record.Text}\n")));
        folder.Write("test.tsv", "label\ttext\na\tquoted, text\nb\tother\n");

        var (exitCode, output, errors) = await BenchProgram.Run("labels", "--data", folder.Path, "--out", folder.File("spoilt"), "--wrong", "0.5", "--unbalanced", "3");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("label,text\na,\"quoted, text\"\nb,other\n", File.ReadAllText(folder.File("spoilt/test.csv")));
        var truth = Records.ToDictionary(record => record.Text, record => record.Label);
        Assert.All(File.ReadLines(folder.File("spoilt/validation.csv")).Skip(1), line => Assert.Equal(truth[line.Split(',')[1]], line.Split(',')[0]));
        var train = File.ReadLines(folder.File("spoilt/train.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal((int)Math.Round(train.Count * 0.5), train.Count(fields => truth[fields[1]] != fields[0]));
        Assert.Contains($"train: {train.Count:N0} records, 3 labels", output);
    }

    [Fact]
    public async Task Shares_that_cannot_be_are_refused_together()
    {
        var (exitCode, _, errors) = await BenchProgram.Run("labels", "--data", "nowhere", "--out", "out", "--wrong", "1", "--unbalanced", "0.5");

        Assert.Equal(2, exitCode);
        Assert.Contains("--wrong is 1; it must be at least 0 and below 1.", errors);
        Assert.Contains("--unbalanced is 0.5; it must be at least 1.", errors);
    }
}
