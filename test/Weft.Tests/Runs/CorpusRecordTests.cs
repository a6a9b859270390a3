using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Runs;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Runs;

/// <summary>Which text a run was trained on, and what is said of another.</summary>
public sealed class CorpusRecordTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Theory]
    [InlineData("a=1 b=2", "a=1 b=3", "changed: b")]
    [InlineData("a=1 b=2", "a=1", "removed: b")]
    [InlineData("a=1", "a=1 b=2", "added: b")]
    [InlineData("a=1 b=2 c=3", "a=9 c=3 d=4", "changed: a; removed: b; added: d")]
    [InlineData("a=1 b=2 c=3 d=4 e=5", "a=6 b=7 c=8 d=9 e=0", "changed: a, b, c and 2 more")]
    [InlineData("a=1 b=2 c=3 d=4", "a=6 b=7 c=8 e=5 f=6", "changed: a, b, c; removed: 1 files; added: 2 files")]
    [InlineData("a=1 b=2", "x/a=1 x/b=2", "its files are the same, but this version of Weft, or of the tokenizer, reads them otherwise")]
    [InlineData("a=1 b=2", "a=2 b=1", "its files are the same, but come in another order")]
    [InlineData("a=1 b=1", "a=1", "a file is there once more, or once less, than before")]
    public void Files_that_differ_are_named(string before, string after, string expected) =>
        Assert.Equal(expected, CorpusRecord.Of(Manifest(before)).DifferencesTo(Manifest(after).Sources));

    [Fact]
    public void A_file_that_became_another_split_is_a_change()
    {
        var before = Manifest("a=1");
        var after = before with { Sources = [before.Sources[0] with { OfficialSplit = Split.Test }] };

        Assert.Equal("changed: a", CorpusRecord.Of(before).DifferencesTo(after.Sources));
    }

    [Fact]
    public void A_file_that_is_read_in_another_format_is_a_change()
    {
        var before = Manifest("a.txt=1");
        var after = before with { Sources = [before.Sources[0] with { Name = "a.jsonl", Format = TextFormat.JsonLines }] };

        Assert.Equal("removed: a.txt; added: a.jsonl", CorpusRecord.Of(before).DifferencesTo(after.Sources));
    }

    [Fact]
    public void Tokens_documents_tags_and_labels_make_a_text_and_names_of_files_do_not()
    {
        var manifest = Manifest("a=1");
        var record = CorpusRecord.Of(manifest);

        Assert.True(record.IsOf(manifest with { Sources = [] }));
        Assert.False(record.IsOf(manifest with { Validation = Changed(manifest.Validation, "tokens") }));
        Assert.False(record.IsOf(manifest with { Train = Changed(manifest.Train, "documents") }));
        Assert.False(record.IsOf(manifest with { Test = Changed(manifest.Test, "tags") }));
        Assert.False(record.IsOf(manifest with { Train = Changed(manifest.Train, "labels") }));
        Assert.False(record.IsOf(manifest with { LabelNamesHash = "other" }));
    }

    private static SplitRecord Changed(SplitRecord split, string column) =>
        split with { Columns = new Dictionary<string, ColumnRecord>(split.Columns) { [column] = new(2, split.Tokens, "other") } };

    public void Dispose() => _cache.Dispose();

    private TokenStoreManifest Manifest(string files)
    {
        using var store = CorpusPreparer.Prepare(FakeCorpus.Official("a\n", "b\n", "c\n"), new DataOptions(), _cache.Path, workers: 1).Open();
        return store.Manifest with
        {
            Sources = [.. files.Split(' ').Select(file => new SourceRecord(file.Split('=')[0], TextFormat.Text, null, 1, file.Split('=')[1]))],
        };
    }
}
