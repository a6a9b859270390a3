using Weft.Bench.Trainings;

namespace Weft.Tests.Bench;

public class SyntheticTokensTests
{
    [Fact]
    public void The_same_seed_gives_the_same_text_however_much_of_it_is_drawn()
    {
        var text = SyntheticTokens.Draw(2000, 500, seed: 7);

        Assert.Equal(text, SyntheticTokens.Draw(2000, 500, seed: 7));
        Assert.Equal(text[..300], SyntheticTokens.Draw(300, 500, seed: 7));
        Assert.NotEqual(text, SyntheticTokens.Draw(2000, 500, seed: 8));
    }

    // Worked out by another program, in Python, from the definitions of XXH3, SplitMix64 and the law.
    [Fact]
    public void The_text_is_the_same_on_every_machine() =>
        Assert.Equal([4, 6081, 426, 2, 1675, 170, 1, 2206, 512, 22887, 1, 11], SyntheticTokens.Draw(12, 33_278, seed: 1));

    [Fact]
    public void Frequencies_follow_the_law()
    {
        const int Vocabulary = 50;
        const int Count = 200_000;
        var counts = SyntheticTokens.Draw(Count, Vocabulary, seed: 3).CountBy(id => id).ToDictionary();
        var total = Enumerable.Range(1, Vocabulary).Sum(rank => 1 / (rank + 2.7));

        Assert.All(Enumerable.Range(0, Vocabulary), id =>
        {
            var expected = Count / (id + 3.7) / total;
            // Five standard deviations of a binomial count.
            Assert.InRange(counts[id], expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        });
    }

    [Fact]
    public void A_text_on_disk_is_the_text()
    {
        using var folder = new Support.TemporaryFolder();
        var text = new BenchmarkText(SyntheticTokens.Draw(100, 300, seed: 1), 300, 0);
        text.Write(folder.File("tokens"));

        var read = new long[100];
        BenchmarkText.ReadTokens(folder.File("tokens")).CopyTo(0, read);

        Assert.Equal(text.Tokens.Select(id => (long)id), read);
    }
}
