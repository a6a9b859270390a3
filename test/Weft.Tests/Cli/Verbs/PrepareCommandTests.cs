using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class PrepareCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void The_last_line_of_json_has_the_counts_and_the_folder()
    {
        var (code, output, errors) = CommandLine.Run("prepare", "--data", _tiny.Source, "--tokenizer", "words", "--json");
        var prepared = TinyCommands.LastLine(output);
        var splits = prepared.GetProperty("splits");

        Assert.Equal(0, code);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.Equal("words", prepared.GetProperty("tokenizer").GetString());
        // Twelve words, the full stop, <unk> and <eos>.
        Assert.Equal(15, prepared.GetProperty("vocabulary").GetInt32());
        Assert.Equal(64, prepared.GetProperty("vocabularyHash").GetString()!.Length);
        Assert.Equal(0, prepared.GetProperty("replacedUtf8Sequences").GetInt64());
        Assert.Equal(400, new[] { "train", "validation", "test" }.Sum(split => splits.GetProperty(split).GetProperty("documents").GetInt64()));
        Assert.True(File.Exists(Path.Combine(prepared.GetProperty("folder").GetString()!, "manifest.json")));
        Assert.Contains("15 tokens in the vocabulary, tokenizer words", errors);
    }

    [Fact]
    public void Tags_sentences_and_untagged_words_are_shown()
    {
        var tagged = _tiny.Folder("tagged.txt");
        File.WriteAllText(tagged, string.Concat(Enumerable.Range(0, 30).Select(i => $"word{i}_NN runs_VB bare\n\n")));
        var (code, output, errors) = CommandLine.Run("prepare", "--data", tagged, "--level", "word", "--tag-separator", "_", "--json");
        var prepared = TinyCommands.LastLine(output);
        var splits = prepared.GetProperty("splits");

        Assert.True(code == 0, errors);
        Assert.Equal("word", prepared.GetProperty("level").GetString());
        Assert.Equal(["NN", "VB"], prepared.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(30, new[] { "train", "validation", "test" }.Sum(split => splits.GetProperty(split).GetProperty("untagged").GetInt64()));
        Assert.Equal(90, new[] { "train", "validation", "test" }.Sum(split => splits.GetProperty(split).GetProperty("words").GetInt64()));
        Assert.Contains("untagged words", errors);
        Assert.Contains("2 tags found: NN, VB", errors);

        (code, output, errors) = CommandLine.Run("prepare", "--data", _tiny.Source, "--level", "sentence", "--json");
        splits = TinyCommands.LastLine(output).GetProperty("splits");
        Assert.True(code == 0, errors);
        Assert.Equal(400, new[] { "train", "validation", "test" }.Sum(split => splits.GetProperty(split).GetProperty("sentences").GetInt64()));
        Assert.Contains("sentences", errors);
    }

    [Fact]
    public void A_malformed_tag_is_one_line_with_file_and_line()
    {
        var tagged = _tiny.Folder("malformed.txt");
        File.WriteAllText(tagged, "a_B\n\nc_D\n\ne_F\n\ng_\n");
        var (code, _, errors) = CommandLine.Run("prepare", "--data", tagged, "--level", "word", "--tag-separator", "_");

        Assert.Equal(1, code);
        Assert.Contains($"{tagged}, line 7: 'g_' ends with the separator, and no tag follows.", errors);
        Assert.Equal(2, CommandLine.Run("prepare", "--data", tagged, "--level", "word", "--tokenizer", "words").ExitCode);
    }

    [Fact]
    public void Changed_text_is_prepared_again_and_unchanged_text_is_not()
    {
        string Folder() => TinyCommands.LastLine(CommandLine.Run("prepare", "--data", _tiny.Source, "--json").Output).GetProperty("folder").GetString()!;
        var first = Folder();
        var written = File.GetLastWriteTimeUtc(Path.Combine(first, "manifest.json"));
        var again = Folder();
        File.AppendAllText(_tiny.Source, "One more.\n");

        Assert.Equal(first, again);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(again, "manifest.json")));
        Assert.NotEqual(first, Folder());
    }

    [Fact]
    public void WikiText2_has_the_published_counts()
    {
        var (code, output, errors) = CommandLine.Run("prepare", "--data", RealData.Path("wikitext-2"), "--preset", "reference", "--json");
        Assert.True(code == 0, errors);
        var prepared = TinyCommands.LastLine(output);
        var tokens = new[] { "train", "validation", "test" }.Select(split => prepared.GetProperty("splits").GetProperty(split).GetProperty("tokens").GetInt64());

        Assert.Equal([2_088_628, 217_646, 245_569], tokens);
        Assert.Equal(33_278, prepared.GetProperty("vocabulary").GetInt32());
        Assert.Equal("blanks", prepared.GetProperty("tokenizer").GetString());
    }

    [Fact]
    public void One_big_document_trains_and_the_shares_are_told()
    {
        var (code, output, errors) = CommandLine.Run("prepare", "--data", RealData.Path("cases/one-big-two-small"), "--json");

        Assert.True(code == 0, errors);
        Assert.Equal([(15_141, 1), (379, 1), (382, 1)], Splits(output).Select(split => (split.Bytes, split.Documents)));
        Assert.Contains(
            "Shares cannot be met, since whole documents (data.documents) are divided: train has 95.2 % (asked 90 %), validation has 2.4 % (asked 5 %), "
            + "test has 2.4 % (asked 5 %) of the characters.",
            OneLine(errors));
    }

    [Fact]
    public void Splits_as_data_hubs_name_them_are_kept_and_told()
    {
        var (code, output, errors) = CommandLine.Run("prepare", "--data", RealData.Path("cases/hfnames"), "--json");

        Assert.True(code == 0, errors);
        Assert.Equal([(254, 12), (104, 4), (80, 4)], Splits(output).Select(split => (split.Bytes, split.Documents)));
        Assert.Contains(
            "Splits as named: train 1 file (train-00000-of-00001-a09b74b3ef9c3b56.parquet), validation 1 file "
            + "(validation-00000-of-00001-2a8b1c3d4e5f6071.parquet), test 1 file (test-00000-of-00001-0cc175b9c0f1b6a8.parquet).",
            OneLine(errors));
    }

    [Fact]
    public void What_was_said_of_a_store_is_said_again_when_it_is_reused()
    {
        var source = _tiny.Folder("three");
        for (var i = 0; i < 3; i++)
        {
            Directory.CreateDirectory(source);
            File.WriteAllText(Path.Combine(source, $"{i}.md"), $"note {i}\n");
        }
        var first = CommandLine.Run("prepare", "--data", source, "--json");
        var again = CommandLine.Run("prepare", "--data", source, "--json");

        Assert.Contains("Shares cannot be met", first.Errors);
        Assert.Contains("Shares cannot be met", again.Errors);
        Assert.Equal(first.Output, again.Output);
    }

    [Fact]
    public void Documents_are_chosen_by_an_option_of_their_own()
    {
        long Documents(string unit) => Splits(CommandLine.Run("prepare", "--data", _tiny.Source, "--documents", unit, "--json").Output).Sum(split => split.Documents);

        // Text and blank lines by turns.
        Assert.Equal((400, 800), (Documents("blank-line"), Documents("line")));
        Assert.Equal(1, CommandLine.Run("prepare", "--data", _tiny.Source, "--documents", "file").ExitCode);
        Assert.Contains("be one of auto, file, blank-line, line, heading", CommandLine.Run("prepare", "--documents", "page").Errors);
    }

    public void Dispose() => _tiny.Dispose();

    // A console breaks long lines at blanks.
    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static List<(int Bytes, int Documents)> Splits(string output) =>
    [
        .. TinyCommands.LastLine(output).GetProperty("splits").EnumerateObject()
            .Select(split => (split.Value.GetProperty("bytes").GetInt32(), split.Value.GetProperty("documents").GetInt32())),
    ];
}
