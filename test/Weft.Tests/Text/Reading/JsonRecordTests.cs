using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading;

public sealed class JsonRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_without_text_are_passed_over_and_counted_on_request()
    {
        var path = _folder.Write("a.jsonl", """
            {"text": "one"}
            {"text": null}
            {"body": "two"}
            {"body": "three"}
            {"text": 5}
            not json
            [1]
            {"text": "four"}
            """);
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.JsonLines, new() { InvalidRecords = InvalidRecords.Skip }, counts);

        Assert.Equal(["one\n", "four\n"], Documents.Join(pieces));
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["with null for 'text'"] = 1,
                ["without 'text'"] = 2,
                ["whose 'text' is not text"] = 1,
                ["not JSON"] = 1,
                ["not an object"] = 1,
            },
            counts.SkippedRecords);
    }

    [Fact]
    public void Half_a_character_is_replaced_and_counted_on_request()
    {
        var path = _folder.Write("a.jsonl", """
            {"text": "a\ud800b \ud83d\ude00 \\ud800 \udc00\n"}
            {"text": "\ud800\ud83d\ude00"}
            """);
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.JsonLines, new() { InvalidUtf8 = InvalidUtf8.Replace }, counts);

        Assert.Equal(["a\uFFFDb \ud83d\ude00 \\ud800 \uFFFD\n", "\uFFFD\ud83d\ude00\n"], Documents.Join(pieces));
        Assert.Equal(3, counts.ReplacedSequences);
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": "So.\nAnd so."}]}""", "user: How?\n\nassistant: So.\nAnd so.\n")]
    [InlineData("""{"id": 1, "conversations": [{"from": "human", "value": "How?"}, {"from": "gpt", "value": "So."}]}""", "human: How?\n\ngpt: So.\n")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}, {"type": "text", "text": "What?"}]}, {"role": "assistant", "content": null, "tool_calls": []}]}""", "user: What?\n")]
    [InlineData("""{"messages": [{"role": "user", "content": "hello"}, {"role": "assistant", "tool_calls": []}]}""", "user: hello\n")]
    [InlineData("""{"text": ["one", "two"]}""", "one\ntwo\n")]
    [InlineData("""{"text": "plain", "messages": [{"role": "user", "content": "How?"}]}""", "plain\n")]
    public void A_conversation_is_a_document(string line, string document)
    {
        var path = _folder.Write("a.jsonl", line + "\n");

        Assert.Equal([document], Documents.Read(path, TextFormat.JsonLines));
    }

    [Fact]
    public void A_conversation_can_be_named()
    {
        var path = _folder.Write("a.jsonl", """{"text": "no", "chat": [{"role": "user", "content": "How?"}]}""");

        Assert.Equal(["user: How?\n"], Documents.Read(path, TextFormat.JsonLines, new() { Field = "chat" }));
    }

    [Fact]
    public void A_conversation_that_cannot_be_read_is_counted_by_the_name_of_its_field()
    {
        var path = _folder.Write("a.jsonl", """
            {"conversations": [{"from": "human", "value": 5}]}
            {"messages": [{"role": "user", "content": "How?"}]}
            {"messages": [{"role": "user"}]}
            """);
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.JsonLines, new() { InvalidRecords = InvalidRecords.Skip }, counts);

        Assert.Equal(["user: How?\n"], Documents.Join(pieces));
        Assert.Equal(new Dictionary<string, long> { ["whose 'conversations' is not text"] = 1 }, counts.SkippedRecords);
    }

    [Fact]
    public void Messages_without_a_role_are_an_error()
    {
        var path = _folder.Write("a.jsonl", """{"messages": [{"content": "What?"}]}""");

        Assert.Contains("line 1: the field 'messages' is an array, but neither of strings nor of messages", Documents.Message(() => Documents.Read(path, TextFormat.JsonLines)));
    }
}
