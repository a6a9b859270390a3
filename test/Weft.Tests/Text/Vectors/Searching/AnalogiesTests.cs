using Weft.Tests.Support;
using Weft.Text.Vectors.Searching;

namespace Weft.Tests.Text.Vectors.Searching;

public sealed class AnalogiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Accuracy_is_counted_by_section_and_unknown_words_are_said()
    {
        // b - a + c is about (-0.2, 1.5, 0.3): of d and e, d is nearer.
        var table = Table("a 1 0 0\nb 0 1 0\nc 0.8 0.5 0.33\nd 0 0.9 0.3\ne 0 0 1\n");
        var questions = _folder.Write("q.txt", ": first one\na b c d\nA b C d\n\n: second\na b c e\na b c nowhere\n");

        var report = Analogies.Evaluate(table, questions);

        Assert.Equal([new AnalogySection("first one", 2, 2, 0), new AnalogySection("second", 0, 1, 1)], report.Sections);
        Assert.Equal(new AnalogySection("total", 2, 3, 1), report.Total);
        Assert.Equal(2 / 3.0, report.Total.Accuracy, 12);
    }

    [Fact]
    public void The_three_words_of_a_question_are_never_the_answer()
    {
        var table = Table("a 1 0\nb 1 0.01\nc 0 1\nd 0.5 1\n");

        Assert.Equal(1, Analogies.Evaluate(table, _folder.Write("q.txt", "a b c d\n")).Total.Correct);
    }

    [Theory]
    [InlineData(": s\na b c\n", "line 2: it has 3 words")]
    [InlineData(": s\n", "has no questions")]
    public void Malformed_questions_are_named(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Analogies.Evaluate(Table("a 1 0\n"), _folder.Write("q.txt", text))).Message);

    [Fact]
    public void Nearest_words_go_by_cosine_and_leave_out_the_word()
    {
        var table = Table("a 1 0\nb 10 1\nc -3 0\nd 0 2\na 9 9\n");

        var nearest = NearestWords.Of(table, "A", 2);

        Assert.Equal(["b", "d"], nearest.Select(word => word.Word));
        Assert.Equal(10 / Math.Sqrt(101), nearest[0].Cosine, 6);
        Assert.Equal(1, table.Duplicates);
        Assert.Contains("has no vector for 'x'", Assert.Throws<InvalidDataException>(() => NearestWords.Of(table, "x", 2)).Message);
    }

    [Fact]
    public void Stanfords_vectors_know_what_is_near_and_what_a_woman_is_to_a_queen()
    {
        var table = VectorTable.Read(RealData.Path("glove/glove.6B.50d.5k.txt.gz"));

        Assert.Contains("river", NearestWords.Of(table, "lake", 5).Select(word => word.Word));
        Assert.Equal(1, Analogies.Evaluate(table, _folder.Write("q.txt", ": royal\nman woman king queen\n")).Total.Correct);
    }

    public void Dispose() => _folder.Dispose();

    private VectorTable Table(string text) => VectorTable.Read(_folder.Write("v.txt", text));
}
