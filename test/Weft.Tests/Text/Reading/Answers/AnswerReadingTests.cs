using Parquet;
using Parquet.Schema;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading.Answers;

/// <summary>Questions with their contexts and answers, of all formats: a document is a line with the question, and the context.</summary>
public sealed class AnswerReadingTests : IDisposable
{
    private static readonly ReadingOptions Options = new() { Field = "context", Second = "question", Answer = "answer", Start = "start" };

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.csv", "context,question,answer,start\n\"a cat,\na cat\",\"who\nis it?\",a cat,7\na dog,who?,,\nthe ox,who?,ox,\n")]
    [InlineData("a.jsonl", "{\"context\":\"a cat,\\na cat\",\"question\":\"who\\nis it?\",\"answer\":\"a cat\",\"start\":7}\n{\"context\":\"a dog\",\"question\":\"who?\",\"answer\":null}\n{\"context\":\"the ox\",\"question\":\"who?\",\"answer\":\"ox\"}\n")]
    [InlineData("a.jsonl", "{\"context\":\"a cat,\\r\\na cat\",\"question\":\"who is it?\",\"answer\":[{\"text\":\" cat \",\"start\":9},\"a cat\"]}\n{\"context\":\"a dog\",\"question\":\"who?\",\"answers\":[]}\n{\"context\":\"the ox\",\"question\":\"who?\",\"answers\":{\"text\":[\"ox\"],\"answer_start\":[4]}}\n")]
    public void A_question_is_a_document_with_its_context_and_answers(string name, string content)
    {
        var format = Path.GetExtension(name) == ".csv" ? TextFormat.Csv : TextFormat.JsonLines;
        var pieces = Documents.Pieces(_folder.Write(name, content), format, Options);

        Assert.Equal(["who is it?\na cat,\na cat", "who?\na dog", "who?\nthe ox"], pieces.Select(piece => piece.Text));
        Assert.All(pieces, piece => Assert.Equal(AskedText.Split(piece.Text).Context, piece.Divided));
        Assert.Equal([" a cat"[(content.Contains(" cat ", StringComparison.Ordinal) ? 3 : 1)..], "", "ox"], pieces.Select(Marked));
        Assert.Equal([content.Contains(" cat ", StringComparison.Ordinal) ? 20 : 18, 0, 9], pieces.Select(piece => piece.Answers!.Start));
        Assert.Equal(content.Contains(" cat ", StringComparison.Ordinal) ? ["cat", "a cat"] : ["a cat"], pieces[0].Answers!.Texts);
    }

    [Fact]
    public void Characters_are_counted_as_in_CSharp_or_as_in_Python()
    {
        // In C# the second ox stands at 6, in Python at 5.
        var path = _folder.Write("a.csv", "context,question,answer,start\n\U0001F600 ox ox,who?,ox,5\n\U0001F600 ox ox,who?,ox,6\n\U0001F600 ox ox,who?,ox,2\n");

        Assert.Equal([11, 11, 8], Documents.Pieces(path, TextFormat.Csv, Options).Select(piece => piece.Answers!.Start));
    }

    [Fact]
    public async Task Columns_of_a_Parquet_file_are_read_with_and_without_a_start()
    {
        DataField<string> context = new("context"), question = new("question"), answer = new("answer");
        var start = new DataField<int>("start");
        foreach (var hasStart in new[] { false, true })
        {
            var path = _folder.File($"{hasStart}.parquet");
            await using (var stream = File.Create(path))
            {
                await using var writer = await ParquetWriter.CreateAsync(hasStart ? new ParquetSchema(context, question, answer, start) : new ParquetSchema(context, question, answer), stream);
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(context, ["ox ox", "a dog"]);
                await group.WriteAsync(question, ["who?", "where?"]);
                await group.WriteAsync(answer, ["ox", null]);
                if (hasStart)
                    await group.WriteAsync<int>(start, new[] { 3, 0 });
            }
            var pieces = Documents.Pieces(path, TextFormat.Parquet, Options);

            Assert.Equal(["who?\nox ox", "where?\na dog"], pieces.Select(piece => piece.Text));
            Assert.Equal(hasStart ? 8 : 5, pieces[0].Answers!.Start);
            Assert.Empty(pieces[1].Answers!.Texts);
        }
    }

    [Fact]
    public void An_answer_that_is_not_there_is_counted_and_left_out()
    {
        var path = _folder.Write("a.csv", "context,question,answer,start\na cat,who?,dog,\na cat,who?,cat,0\nan ox,who?,ox,3\n");
        var counts = new ReadingCounts();

        Assert.Equal(["who?\nan ox"], Documents.Pieces(path, TextFormat.Csv, Options, counts).Select(piece => piece.Text));
        Assert.Equal("2 records were passed over: 1 whose answer is not in the context, 1 whose answer is not where 'start' says.", ReadingCounts.SkippedOf(counts.SkippedRecords));
    }

    [Theory]
    [InlineData("a.csv", "context,question,answer\na cat,,cat\n", ", line 2: the text 'question' is empty.")]
    [InlineData("a.csv", "context,question,answer,start\na cat,who?,cat,9\n", ", line 2: 'start' is 9, and the context has 5 characters.")]
    [InlineData("a.csv", "context,question,answer,start\na cat,who?,cat,x\n", ", line 2: the field 'start' is no whole number, the place of the answer's first character.")]
    [InlineData("a.csv", "context,question\na cat,who?\n", " has no column 'answer'; it has: context, question. Choose one with --set data.answer=NAME.")]
    [InlineData("a.jsonl", "{\"context\":\"a\",\"question\":\"b\"}\n", ", line 1 has no field 'answer'; it has: context, question. Choose one with --set data.answer=NAME.")]
    [InlineData("a.jsonl", "{\"context\":\"a\",\"answer\":\"b\"}\n", ", line 1 has no field 'question'; it has: context, answer. Choose one with --set data.second=NAME.")]
    [InlineData("a.jsonl", "{\"context\":\"a\",\"question\":\"b\",\"answer\":7}\n", ", line 1: the answer 'answer' is neither a string nor a list of strings, or its place 'start' is no whole number.")]
    [InlineData("a.jsonl", "{\"context\":\"a\",\"question\":\"b\",\"answer\":\"a\",\"start\":\"0\"}\n", ", line 1: the answer 'answer' is neither a string nor a list of strings, or its place 'start' is no whole number.")]
    [InlineData("a.jsonl", "{\"context\":\"a\",\"question\":\"b\",\"answer\":\"a\",\"start\":-1}\n", ", line 1: 'start' is -1, and the context has 1 characters.")]
    public void What_is_wrong_is_told_with_its_place(string name, string content, string message)
    {
        var path = _folder.Write(name, content);
        var format = Path.GetExtension(name) == ".csv" ? TextFormat.Csv : TextFormat.JsonLines;

        Assert.StartsWith(path + message, Documents.Message(() => Documents.Pieces(path, format, Options)), StringComparison.Ordinal);
        if (!message.Contains("column", StringComparison.Ordinal))
            Assert.Empty(Documents.Pieces(path, format, Options with { InvalidRecords = InvalidRecords.Skip }));
    }

    [Fact]
    public void Questions_that_are_to_be_answered_need_no_answer()
    {
        var path = _folder.Write("a.csv", "context,question\na cat,who?\n");

        Assert.Equal("who?\na cat", Assert.Single(Documents.Pieces(path, TextFormat.Csv, Options with { HasAnswers = false })).Text);
    }

    public void Dispose() => _folder.Dispose();

    private static string Marked(TextPiece piece) => piece.Answers is { Texts: [var first, ..] } answers ? piece.Text.Substring(answers.Start, first.Length) : "";
}
