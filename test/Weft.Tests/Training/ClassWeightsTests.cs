using Weft.Tests.Support;
using Weft.Text.Vocabularies;
using Weft.Training;

namespace Weft.Tests.Training;

public sealed class ClassWeightsTests : IDisposable
{
    private static readonly Vocabulary Words = new(["the", "a b", "cat", "<unk>", "<eos>"], "<unk>", "<eos>");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Inverse_frequencies_have_a_mean_of_1_over_the_text()
    {
        // 8 · 8^-½ + 2 · 2^-½ + 0 = 2√2 + √2 over 10 tokens: a mean of 0.3 √2.
        var weights = ClassWeights.FromFrequencies([8, 2, 0], 0.5);

        Assert.Equal(1 / Math.Sqrt(8) / (0.3 * Math.Sqrt(2)), weights[0], 6);
        Assert.Equal(1 / Math.Sqrt(2) / (0.3 * Math.Sqrt(2)), weights[1], 6);
        Assert.Equal(1 / (0.3 * Math.Sqrt(2)), weights[2], 6);
    }

    [Fact]
    public void A_file_names_some_tokens_and_the_others_count_1() =>
        Assert.Equal([0.5f, 2, 1, 0, 1], Read("the\t0.5\na b\t2\r\n\n<unk>\t0\n"));

    [Theory]
    [InlineData("the\t1\ncat 2\n", "line 2 has no tab")]
    [InlineData("dog\t1\n", "line 1 names 'dog', which is not in the vocabulary.")]
    [InlineData("the\t-1\n", "line 1 gives 'the' the weight '-1'; it must be a number, at least 0.")]
    [InlineData("the\tNaN\n", "line 1 gives 'the' the weight 'NaN'")]
    [InlineData("the\t1\ncat\t1\nthe\t1\n", "line 3 names 'the' a second time.")]
    public void What_is_wrong_is_said_with_its_line(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_said_with_the_remedy() =>
        Assert.Contains("inverse-frequency", Assert.Throws<InvalidDataException>(() => ClassWeights.FromFile(_folder.File("none"), Words)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private float[] Read(string text) => ClassWeights.FromFile(_folder.Write("weights.tsv", text), Words);
}
