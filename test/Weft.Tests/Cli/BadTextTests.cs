using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public sealed class BadTextTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void A_missing_file_is_named() =>
        AssertRefused(_tiny.Folder("absent.txt"), "There is no file or folder " + _tiny.Folder("absent.txt"), "Name a file, a folder");

    [Fact]
    public void An_empty_file_is_named() =>
        AssertRefused(Write("empty.txt", []), "empty.txt is empty: there is not one byte in it.");

    [Fact]
    public void A_file_of_blanks_alone_holds_no_text() =>
        AssertRefused(Write("blank.txt", "   \n\n  \n"u8), "blank.txt holds no text.");

    [Fact]
    public void A_folder_without_text_is_named_with_the_endings_that_are_read()
    {
        Write("folder/picture.png", "no"u8);

        AssertRefused(_tiny.Folder("folder"), _tiny.Folder("folder") + " holds no text", ".parquet");
    }

    [Fact]
    public void A_pattern_that_nothing_matches_is_named() =>
        AssertRefused(_tiny.Folder("*.txt.gz"), "No file matches " + _tiny.Folder("*.txt.gz"));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_named_with_file_and_byte() =>
        AssertRefused(BadUtf8(), "bad.txt is not UTF-8 at byte 8 (0xFF)", "--invalid-utf8 replace");

    [Fact]
    public void Bytes_that_are_not_UTF8_are_replaced_and_counted_on_request()
    {
        var (code, output, errors) = CommandLine.Run("prepare", "--data", BadUtf8(), "--invalid-utf8", "replace", "--json");

        Assert.Equal(0, code);
        Assert.Equal(2, TinyCommands.LastLine(output).GetProperty("replacedUtf8Sequences").GetInt64());
        Assert.Contains("2 sequences that are not UTF-8 were replaced by U+FFFD.", errors);
    }

    [Fact]
    public void A_training_says_how_many_sequences_it_replaced()
    {
        var (code, output, _) = _tiny.Train("run", "--data", BadUtf8(), "--invalid-utf8", "replace", "--max-steps", "1");

        Assert.Equal(0, code);
        Assert.Contains("2 sequences that are not UTF-8 were replaced by U+FFFD.", output);
    }

    [Fact]
    public void A_corpus_smaller_than_one_batch_is_refused_with_both_sizes()
    {
        var lines = string.Concat(Enumerable.Range(0, 12).Select(i => $"one two {i}\n\n"));

        AssertRefused(Write("small.txt", System.Text.Encoding.ASCII.GetBytes(lines)), "one batch takes 8 x 10 = 80.", "lower training.batch or training.context");
    }

    [Fact]
    public void A_text_too_short_for_three_splits_is_refused() =>
        AssertRefused(Write("one.txt", "only one document here\n"u8), "one.txt has fewer than three different documents", "Give it more text");

    public void Dispose() => _tiny.Dispose();

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = _tiny.Folder(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes.ToArray());
        return path;
    }

    private string BadUtf8() => Write("bad.txt", [.. "one two "u8, 0xFF, .. " three\n\n"u8, 0xFE, .. " four\n\n"u8, .. File.ReadAllBytes(_tiny.Source)]);

    private void AssertRefused(string data, params string[] texts)
    {
        Refusal.AssertIs(1, _tiny.Train("run", "--data", data), texts);

        Assert.False(Directory.Exists(_tiny.Folder("run")));
        var prepared = Path.Combine(_tiny.CacheFolder, "prepared");
        Assert.DoesNotContain(Directory.Exists(prepared) ? Directory.GetFileSystemEntries(prepared) : [], path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
