using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;

namespace Weft.Tests.Data.Store;

public sealed class TagTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Theory]
    [InlineData("_", "The_DT and/or_CC bare\nsnake_case_NN _\n")]
    [InlineData("/", "The/DT and/or/CC bare\nsnake_case/NN _\n")]
    public void Tags_stand_beside_the_words(string separator, string text)
    {
        using var store = Prepare(separator, text);
        var train = store[Split.Train];
        var tags = new int[train.Count];
        train.CopyTags(0, tags);

        Assert.Equal(["The", "and/or", "bare", "<eos>", "snake_case", "_", "<eos>"], Enumerable.Range(0, 7).Select(at => store.Vocabulary[train[at]]));
        Assert.Equal(["DT", "CC", "?", "<eos>", "NN", "?", "<eos>"], tags.Select(tag => store.TagNames[tag]));
        // Validation's tags count too, and equally frequent ones are in ordinal order.
        Assert.Equal(["?", "<eos>", "NN", "CC", "DT"], store.TagNames);
        Assert.True(train.HasTags);
        Assert.Equal(2, store.Manifest.Train.Untagged);
        Assert.Equal((5, "The and/or bare\nsnake_case _\n".Length), (store.Manifest.Train.Words, store.Manifest.Train.Bytes));
    }

    [Theory]
    [InlineData("a_B\nword_ c_D\n", "fake.txt, line 2: 'word_' ends with the separator, and no tag follows.")]
    [InlineData("a_B\nc_D\n\n_NN\n", "fake.txt, line 4: '_NN' has a tag but no word.")]
    public void A_malformed_word_is_named_with_file_and_line(string text, string problem)
    {
        var error = Assert.Throws<InvalidDataException>(() => Prepare("_", text));

        Assert.Equal($"{problem} Write word_TAG, or set data.tagSeparator to another character.", error.Message);
    }

    [Fact]
    public void Text_that_is_hardly_tagged_is_refused()
    {
        var text = string.Join('\n', Enumerable.Range(0, TagTable.Limit - 1).Select(i => $"and/{i}"));
        var error = Assert.Throws<InvalidDataException>(() => Prepare("/", text));

        Assert.StartsWith("More than 65,534 different tags follow data.tagSeparator '/', among them '0', '1', '10': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_word_of_a_record_is_named_with_its_document()
    {
        var path = _cache.Write("tagged.jsonl", """
            {"text": "a_B"}
            {"text": "a_B\nword_ c_D"}

            """);
        var options = new DataOptions { Source = path, Level = TextLevel.Word, TagSeparator = "_", ValidationRatio = 0.3, TestRatio = 0.3 };
        File.AppendAllText(path, "{\"text\": \"e_F\"}\n");
        var corpus = CorpusLocator.Locate(path, new CorpusOptions { DataFolder = _cache.Path });
        var error = Assert.Throws<InvalidDataException>(() => CorpusPreparer.Prepare(new CorpusFiles(corpus, options.ToReading()), options, _cache.Path, workers: 1));

        Assert.StartsWith($"{path}, document 2, line 2 of its text: 'word_' ends with the separator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_and_missing_tags_are_found_by_opening()
    {
        using var store = Prepare("_", "a_B c_D\n");
        var path = Path.Combine(store.Folder, "train.tags");
        var bytes = File.ReadAllBytes(path);
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("train.tags was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(store.Folder)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("train.tags is missing", Assert.Throws<InvalidDataException>(() => TokenStore.Open(store.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_tags_has_none_to_copy()
    {
        using var store = Prepare("", "a b\n");

        Assert.Empty(store.TagNames);
        Assert.False(store[Split.Train].HasTags);
        Assert.Throws<InvalidOperationException>(() => store[Split.Train].CopyTags(0, new int[1]));
    }

    [Theory]
    [InlineData("data.tokenizer is words; it must be blanks or auto, since data.level is word.", TextLevel.Word, "words", "")]
    [InlineData("data.tagSeparator is __; it must be one character that is not blank, such as _ or /, or empty.", TextLevel.Word, "auto", "__")]
    [InlineData("data.tagSeparator is _; it must be empty where data.level is sentence: give tagged sentences a line each.", TextLevel.Sentence, "auto", "_")]
    public void Options_that_do_not_go_together_are_refused(string problem, TextLevel level, string tokenizer, string separator)
    {
        var problems = new Problems();
        new DataOptions { Level = level, Tokenizer = tokenizer, TagSeparator = separator }.Validate(problems);

        Assert.Equal(problem, Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
    }

    public void Dispose() => _cache.Dispose();

    private TokenStore Prepare(string separator, string train)
    {
        var other = $"The{separator}NN\n";
        var options = new DataOptions { Level = TextLevel.Word, TagSeparator = separator };
        return CorpusPreparer.Prepare(FakeCorpus.Official(train, other, other), options, _cache.Path, workers: 2).Open();
    }
}
