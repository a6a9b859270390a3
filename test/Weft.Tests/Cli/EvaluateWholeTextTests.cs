using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>A text of one's own is measured as a whole: nothing is divided, nothing left out without a word.</summary>
public sealed class EvaluateWholeTextTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void A_text_is_not_divided_into_documents_because_it_is_one_file()
    {
        var run = _tiny.Trained("run", "--max-steps", "2", "--set", "data.tokenizer=bytes");
        string[] paragraphs = ["the dog sees a cat.\n\nthe cat runs home.\n\n", "a house.\n\n", "the small red cat likes a dog.\n"];
        File.WriteAllText(_tiny.Folder("one.txt"), string.Concat(paragraphs));
        Directory.CreateDirectory(_tiny.Folder("three"));
        for (var i = 0; i < 3; i++)
            File.WriteAllText(_tiny.Folder($"three/p{i}.txt"), paragraphs[i]);
        JsonElement Report(string data) => TinyCommands.LastLine(CommandLine.Run("evaluate", run, "--data", _tiny.Folder(data), "--json").Output);
        var (one, three) = (Report("one.txt"), Report("three"));
        var bytes = paragraphs.Sum(text => text.Length);

        // A file is a document, and each document has an end.
        Assert.Equal((bytes + 1, bytes + 3), (one.GetProperty("tokens").GetInt64(), three.GetProperty("tokens").GetInt64()));
        Assert.NotEqual(one.GetProperty("signature").GetString(), three.GetProperty("signature").GetString());
    }

    [Fact]
    public void The_signature_tells_documents_apart_where_the_tokens_are_the_same()
    {
        var run = _tiny.Trained("run", "--max-steps", "2");
        File.WriteAllText(_tiny.Folder("one.txt"), "the dog.\na cat.\n");
        Directory.CreateDirectory(_tiny.Folder("two"));
        File.WriteAllText(_tiny.Folder("two/a.txt"), "the dog.\n");
        File.WriteAllText(_tiny.Folder("two/b.txt"), "a cat.\n");
        string[] Signature(string data) =>
            TinyCommands.LastLine(CommandLine.Run("evaluate", run, "--data", _tiny.Folder(data), "--json").Output).GetProperty("signature").GetString()!.Split('|');

        // In words the end of a line is a token, that of a document is none.
        Assert.Equal(["documents:"], Signature("one.txt").Except(Signature("two")).Select(part => part[..10]));
    }

    [Fact]
    public void No_file_is_left_out_for_its_name_and_what_is_left_out_is_told()
    {
        var run = _tiny.Trained("run", "--max-steps", "2", "--set", "data.tokenizer=bytes", "--set", "data.invalidRecords=skip");
        var folder = Directory.CreateDirectory(_tiny.Folder("corpus")).FullName;
        foreach (var name in new[] { "train.txt", "valid.txt", "test.txt", "other.txt" })
            File.WriteAllText(Path.Combine(folder, name), "cat\n");
        File.WriteAllText(Path.Combine(folder, "more.jsonl"), "{\"text\": \"dog\"}\n{\"no\": \"text\"}\n");
        File.WriteAllBytes(Path.Combine(folder, "picture.png"), [0, 1, 2]);

        var (code, output, errors) = CommandLine.Run("evaluate", run, "--data", folder, "--json");

        Assert.True(code == 0, errors);
        // Five documents of four bytes and an end each.
        Assert.Equal(25, TinyCommands.LastLine(output).GetProperty("tokens").GetInt64());
        Assert.DoesNotContain("of no split", errors);
        Assert.DoesNotContain("Splits as named", errors);
        Assert.Contains("Left out: 1 file", errors);
        Assert.Contains("1 records were passed over: 1 without 'text'.", errors);
    }

    public void Dispose() => _tiny.Dispose();
}
