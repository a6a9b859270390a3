using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling.Static;
using Weft.Tests.Support;

namespace Weft.Tests.Sampling.Static;

public sealed class StaticRatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Two of token 0, then one of each; then a chunk of the rare ones alone.
    private readonly FixedChunks _chunks = new(new MemoryTokens(new[] { 0, 0, 1, 2, 3, 4, 0, 0 }), 4, startId: 0);

    [Fact]
    public void Rarity_is_the_mean_surprisal_over_the_mean_of_all()
    {
        var rates = StaticRates.Of(new StaticOptions { From = "rarity" }, TinyTasks.Examples(_chunks));

        // The surprisals: ln 2 for token 0, ln 8 for the others; both chunks have two of each.
        Assert.Equal([1f, 1f], rates);
        var uneven = StaticRates.Of(new StaticOptions { From = "rarity" }, TinyTasks.Examples(new FixedChunks(new MemoryTokens(new[] { 0, 0, 1, 2 }), 2, startId: 0)));
        Assert.Equal(Math.Log(2) / ((Math.Log(2) + Math.Log(4)) / 2), uneven[0], 1e-6);
    }

    [Fact]
    public void A_file_names_chunks_and_others_have_weight_1()
    {
        var path = _folder.Write("weights.tsv", "1\t3\n\n");
        var rates = StaticRates.Of(new StaticOptions { From = "file:" + path }, TinyTasks.Examples(_chunks));
        var squared = StaticRates.Of(new StaticOptions { From = "file:" + path, Exponent = 2 }, TinyTasks.Examples(_chunks));

        Assert.Equal([0.5f, 1.5f], rates);
        Assert.Equal([0.2f, 1.8f], squared);
    }

    [Fact]
    public void Where_weights_correct_for_them_rates_are_at_least_a_quarter()
    {
        var path = _folder.Write("weights.tsv", "0\t0.001\n");

        Assert.Equal(0.25f, StaticRates.Of(new StaticOptions { From = "file:" + path, Correction = 0.5 }, TinyTasks.Examples(_chunks))[0]);
        Assert.InRange(StaticRates.Of(new StaticOptions { From = "file:" + path }, TinyTasks.Examples(_chunks))[0], 0.001f, 0.003f);
    }

    [Theory]
    [InlineData("0 1\n", "line 1 has no tab; it must be a chunk's number, a tab and a weight")]
    [InlineData("0\t1\n2\t1\n", "line 2 names '2', and chunks are numbered from 0 to 1")]
    [InlineData("0\t-1\n", "line 1 gives '0' the weight '-1'; it must be a number, at least 0")]
    [InlineData("0\tNaN\n", "line 1 gives '0' the weight 'NaN'; it must be a number, at least 0")]
    [InlineData("0\t1\n0\t2\n", "line 2 names '0' a second time")]
    [InlineData("0\t0\n1\t0\n", "have the mean 0; it must be above 0")]
    public void A_wrong_file_is_refused_with_its_line(string text, string problem)
    {
        var path = _folder.Write("weights.tsv", text);

        var error = Assert.Throws<InvalidDataException>(() => StaticRates.Of(new StaticOptions { From = "file:" + path }, TinyTasks.Examples(_chunks)));

        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("There is no file", Assert.Throws<InvalidDataException>(
            () => StaticRates.Of(new StaticOptions { From = "run:" + _folder.File("nowhere") }, TinyTasks.Examples(_chunks))).Message);

    public void Dispose() => _folder.Dispose();
}
