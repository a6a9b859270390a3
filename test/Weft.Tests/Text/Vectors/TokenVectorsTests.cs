using Weft.Tests.Support;
using Weft.Text.Vectors;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Vectors;

public sealed class TokenVectorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("well-known", "well known")]
    [InlineData("state@-@of@-@the@-@art", "state of the art")]
    [InlineData("snake_case/path", "snake case path")]
    [InlineData("getXMLFileName", "get XML File Name")]
    [InlineData("NewYork", "New York")]
    [InlineData("@,@", ",")]
    [InlineData("@-@", "-")]
    [InlineData("plain", "")]
    [InlineData("HTML", "")]
    [InlineData("-", "")]
    [InlineData("-x", "x")]
    public void A_token_has_these_parts(string token, string parts) => Assert.Equal(parts, string.Join(' ', TokenParts.Of(token)));

    [Theory]
    [InlineData("the 0 0\ncat 0 0\nunused 1 1\n")]
    [InlineData("the 1e-45 0\ncat 0 0\nunused 1 1\n")]
    public void Vectors_that_are_all_zero_are_an_error(string file)
    {
        var path = _folder.Write("v.txt", file);

        Assert.StartsWith(
            $"{path}: the vectors of the 2 tokens that it has are all zero, so nothing can be learnt from them.",
            Assert.Throws<InvalidDataException>(() => Read(path, "the", "cat", "<eos>")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_token_takes_the_first_source_that_there_is()
    {
        var path = _folder.Write("v.txt", "the 1 2\nThe 3 4\nnew 5 6\nyork 7 8\nthe 9 9\nunused 0 0\n");

        var vectors = Read(path, "the", "The", "NEW", "New-York", "new-unknown", "nothing", "<eos>");

        Assert.Equal([1, 2, 3, 4, 5, 6, 6, 7, 5, 6], vectors.Values.Span[..10].ToArray());
        Assert.Equal(new VectorSourceCounts(2, 1, 2, 2), vectors.Coverage.Types);
        Assert.Equal(new VectorSourceCounts(1 + 2, 3, 4 + 5, 6 + 7), vectors.Coverage.Occurrences);
        Assert.Equal((6, 1, 2), (vectors.Coverage.Vectors, vectors.Coverage.Duplicates, vectors.Coverage.Dimension));
        Assert.Equal(15.0 / 28, vectors.Coverage.Occurrences.Covered, 12);
        Assert.Equal(Math.Sqrt((1 + 4 + 9 + 16 + 25 + 36) / 6.0), vectors.RootMeanSquare, 9);
    }

    [Fact]
    public void What_is_drawn_has_mean_and_deviation_of_what_was_found_and_depends_on_seed_and_token()
    {
        var path = _folder.Write("v.txt", "a 1 -10\nb 3 -20\n");
        var names = Enumerable.Range(0, 20_000).Select(i => $"unknown{i}").Prepend("b").Prepend("a").Append("<eos>").ToArray();

        var drawn = Read(path, names);
        var (first, second) = (new List<double>(), new List<double>());
        for (var id = 2; id < names.Length; id++)
        {
            first.Add(drawn.Values.Span[id * 2]);
            second.Add(drawn.Values.Span[id * 2 + 1]);
        }

        Assert.Equal((2, 1), (Math.Round(first.Average(), 1), Math.Round(Deviation(first), 1)));
        Assert.Equal((-15, 5), (Math.Round(second.Average()), Math.Round(Deviation(second), 0)));
        Assert.True(drawn.Values.Span.SequenceEqual(Read(path, names).Values.Span));
        Assert.NotEqual(drawn.Values.Span[4], drawn.Values.Span[6]);
    }

    [Fact]
    public void Vectors_that_know_no_token_are_refused()
    {
        var path = _folder.Write("v.txt", "x 1 2\n");

        Assert.Contains("has no vector for any of the 2 tokens", Assert.Throws<InvalidDataException>(() => Read(path, "a", "<eos>")).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static TokenVectors Read(string path, params string[] tokens) => TokenVectors.Read(
        path, new Vocabulary(tokens, null, "<eos>"), [.. Enumerable.Range(1, tokens.Length).Select(i => (long)i)], seed: 1);
}
