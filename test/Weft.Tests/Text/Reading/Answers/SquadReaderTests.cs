using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading.Answers;

/// <summary>SQuAD's own files, of both versions.</summary>
public sealed class SquadReaderTests : IDisposable
{
    // The names of fields of other formats do not matter.
    private static readonly ReadingOptions Options = new() { Field = "a", Second = "b", Answer = "c", Start = "d" };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Questions_of_both_versions_are_read()
    {
        var path = _folder.Write("dev.json", """
            {"version":"v2.0","data":[
              {"title":"Oxen","paragraphs":[
                {"context":"An ox and\nan ox.","qas":[
                  {"id":"1","question":"Who?","answers":[{"text":"an ox","answer_start":10},{"text":"ox","answer_start":3}]},
                  {"id":"2","question":"Why?","is_impossible":true,"answers":[],"plausible_answers":[{"text":"An ox","answer_start":0}]}]}]},
              {"title":"Cats","paragraphs":[{"context":"A cat.","qas":[{"id":"3","question":"Who?","is_impossible":false,"answers":[{"text":"cat","answer_start":2}]}]}]}]}
            """);
        var pieces = Documents.Pieces(path, TextFormat.Squad, Options);

        Assert.Equal(["Who?\nAn ox and\nan ox.", "Why?\nAn ox and\nan ox.", "Who?\nA cat."], pieces.Select(piece => piece.Text));
        Assert.Equal(["an ox|ox", "", "cat"], pieces.Select(piece => string.Join('|', piece.Answers!.Texts)));
        Assert.Equal([15, 0, 7], pieces.Select(piece => piece.Answers!.Start));
    }

    [Theory]
    [InlineData("""{"data":[{"paragraphs":[{"qas":[]}]},{"title":"x"}]}""", ", article 2 has no list 'paragraphs', as SQuAD's files have it. Give other records as JSON lines, a record a line.")]
    [InlineData("""[{"context":"x"}]""", " has no list 'data', as SQuAD's files have it. Give other records as JSON lines, a record a line.")]
    [InlineData("""{"data":[{"paragraphs":[{"context":"x","qas":[{"question":"y"}]}]}]}""", ", article 1, paragraph 1, question 1 has no 'answers' as SQuAD's files have it.")]
    [InlineData("""{"data":[{"paragraphs":[{"qas":[{"question":"y"}]}]}]}""", ", article 1, paragraph 1, question 1 has no 'context' as SQuAD's files have it.")]
    [InlineData("""{"data":[{"paragraphs":[{"context":"x","qas":[{"question":"y","answers":[{"text":"x","answer_start":5}]}]}]}]}""", ", article 1, paragraph 1, question 1: 'answer_start' is 5, and the context has 1 characters.")]
    [InlineData("{\"data\":[\n{]}", ", line 2 is not valid JSON:")]
    public void What_is_wrong_is_told_with_its_place(string content, string message)
    {
        var path = _folder.Write("dev.json", content);

        Assert.StartsWith(path + message, Documents.Message(() => Documents.Pieces(path, TextFormat.Squad, Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_tasks_read_no_JSON()
    {
        var path = _folder.Write("dev.json", "{}");

        Assert.StartsWith($"{path} is JSON, of which SQuAD's is read where task is answering.", Documents.Message(() => Documents.Pieces(path, TextFormat.Squad)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
