using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Data.Preparing;

/// <summary>Labels of documents, from the reader to the column of the store.</summary>
public sealed class LabelTests : IDisposable
{
    private static readonly DataOptions Options = new() { Tokenizer = "words", Label = "kind" };

    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void Labels_are_numbered_by_their_frequency_in_training_then_by_name()
    {
        // Documents of several pieces keep one label; what is only in the test split comes last, however frequent it is there.
        var text = string.Concat(Enumerable.Repeat("a long document with several lines in it\n", 3));
        using var store = Prepare(
            [("one\n", Split.Train), (text, Split.Train), ("three\n", Split.Train), ("four\n", Split.Train), ("five\n", Split.Validation), ("six\n", Split.Test), ("seven\n", Split.Test)],
            ["b", "c", "a", "c", "b", "only here", "only here"]);

        Assert.Equal(["c", "a", "b", "only here"], store.LabelNames);
        Assert.Equal([2, 0, 1, 0], Labels(store, Split.Train));
        Assert.Equal([2], Labels(store, Split.Validation));
        Assert.Equal([3, 3], Labels(store, Split.Test));
        Assert.Equal(new ColumnRecord(2, 4, Hashes.Sha256OfFile(Path.Combine(store.Folder, "train.labels"))), store.Manifest.Train.Columns["labels"]);
        Assert.Equal([2, 0, 0, 0, 1, 0, 0, 0], File.ReadAllBytes(Path.Combine(store.Folder, "train.labels")));
        Assert.Equal(["1 of 4 labels stands in validation or test only, and cannot be learnt: only here."], store.Manifest.Notes);
    }

    [Fact]
    public void The_store_does_not_depend_on_the_number_of_workers()
    {
        (string, Split?)[] documents = [.. Enumerable.Range(0, 3_000).Select(i => (string.Concat(Enumerable.Repeat($"text {i} of many\n", 40)), (Split?)null))];
        string[] labels = [.. documents.Select((_, i) => $"{i * i % 7}")];
        using var first = Prepare(documents, labels, workers: 1);
        using var other = CorpusPreparer.Prepare(new FakeCorpus(documents, labels), Options, _cache.File("other"), workers: 3).Open();

        Assert.Equal(first.Manifest.Train.HashOf("labels"), other.Manifest.Train.HashOf("labels"));
        Assert.Equal(first.LabelNames, other.LabelNames);
        Assert.Equal(3_000, Enum.GetValues<Split>().Sum(split => Labels(first, split).Length));
    }

    [Fact]
    public void Copies_of_a_text_with_different_labels_are_kept_on_one_side_and_told()
    {
        (string, Split?)[] documents = [.. Enumerable.Range(0, 60).Select(i => ($"text {i % 20}\n", (Split?)null))];
        // Texts 0 to 9 have two labels: 30 documents.
        string[] labels = [.. documents.Select((_, i) => i % 20 < 10 && i >= 40 ? "other" : "usual")];
        using var store = CorpusPreparer.Prepare(new FakeCorpus(documents, labels), Options with { Tokenizer = "bytes" }, _cache.Path, workers: 2).Open();

        Assert.Contains("30 of 60 documents have a text that stands with different labels; each is kept with its own.", store.Manifest.Notes);
        var seen = Enum.GetValues<Split>().Select(split => Texts(store, split).ToHashSet(StringComparer.Ordinal)).ToArray();
        Assert.Empty(seen[0].Intersect(seen[1]).Concat(seen[0].Intersect(seen[2])).Concat(seen[1].Intersect(seen[2])));
        Assert.Equal(10, Enum.GetValues<Split>().Sum(split => Labels(store, split).Count(label => store.LabelNames[label] == "other")));
    }

    [Theory]
    [InlineData(41, 21, true)]
    [InlineData(42, 21, false)]
    [InlineData(20, 20, false)]
    public void A_field_that_looks_like_an_id_is_refused(int documents, int labels, bool isRefused)
    {
        (string, Split?)[] texts = [.. Enumerable.Range(0, documents).Select(i => ($"text {i}\n", (Split?)null))];
        string[] names = [.. texts.Select((_, i) => $"{i % labels}")];
        if (!isRefused)
        {
            using var store = Prepare(texts, names);
            Assert.Equal(labels, store.LabelNames.Count);
            return;
        }
        Assert.Equal(
            $"data.label kind gives {labels} different labels in {documents} documents: the field looks like an id of records, not like a label.{Environment.NewLine}"
            + "Choose the field that holds the labels: --set data.label=NAME",
            Assert.Throws<InvalidDataException>(() => Prepare(texts, names)).Message);
    }

    [Fact]
    public void More_labels_than_ids_are_refused()
    {
        (string, Split?)[] texts = [.. Enumerable.Range(0, LabelTable.Limit + 1).Select(i => ("a\n", (Split?)(i == 0 ? Split.Validation : i == 1 ? Split.Test : Split.Train)))];
        string[] names = [.. texts.Select((_, i) => $"{i}")];

        Assert.StartsWith("data.label kind gives more than 65,536 different labels:", Assert.Throws<InvalidDataException>(() => Prepare(texts, names)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_labels_are_another_store_and_a_damaged_column_is_found()
    {
        using var store = Prepare([("a\n", Split.Train), ("b\n", Split.Validation), ("c\n", Split.Test)], ["x", "x", "y"]);
        var path = Path.Combine(store.Folder, "train.labels");
        File.WriteAllBytes(path, [1, 0]);

        Assert.Contains("train.labels was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(store.Folder)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => store[Split.Train].CopyLabels(0, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => store[Split.Train].CopyLabels(-1, new int[1]));
        using var without = CorpusPreparer.Prepare(FakeCorpus.Official("a\n", "b\n", "c\n"), Options with { Label = "" }, _cache.Path, workers: 1).Open();
        Assert.NotEqual(store.Manifest.Key, without.Manifest.Key);
        Assert.Empty(without.LabelNames);
        Assert.False(without[Split.Train].HasLabels);
        Assert.Throws<InvalidOperationException>(() => without[Split.Train].CopyLabels(0, new int[1]));
    }

    [Theory]
    [InlineData("data.label is text; it must name another field or column than data.field, or be empty.", "text", TextLevel.Raw)]
    [InlineData("data.label is kind; it must be empty where data.level is sentence: a label is of a whole record.", "kind", TextLevel.Sentence)]
    public void Options_that_do_not_go_together_are_refused(string problem, string label, TextLevel level)
    {
        var problems = new Problems();
        new DataOptions { Label = label, Level = level }.Validate(problems);

        Assert.Equal(problem, Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("label")]
    public void Files_without_fields_have_no_labels(string label)
    {
        var path = _cache.Write("notes.txt", "a\n\nb\n\nc\n");
        var corpus = CorpusLocator.Locate(path, new CorpusOptions { DataFolder = _cache.Path });

        Assert.Equal(
            $"data.label is {label}, and {path} has no fields.{Environment.NewLine}"
            + "Give the texts and their labels as .csv, .tsv, .jsonl or .parquet, or in a folder for each label with data.label=label; or leave data.label out.",
            Assert.Throws<ConfigurationException>(() => new CorpusFiles(corpus, Options.ToReading() with { Label = label })).Message);
    }

    [Fact]
    public void Files_in_a_folder_for_each_label_have_its_name()
    {
        foreach (var (name, text) in new[] { ("good/a.txt", "fine\n\nbetter\n"), ("good/b.txt", "nice\n"), ("bad/a.txt", "dull\n"), ("bad/c.txt", "fine\n") })
            _cache.Write(Path.Combine("films", name), text);
        var corpus = CorpusLocator.Locate(Path.Combine(_cache.Path, "films"), new CorpusOptions { DataFolder = _cache.Path });
        var files = new CorpusFiles(corpus, Options.ToReading() with { Label = "label" });

        Assert.Equal(
            ["bad: dull", "bad: fine", "good: fine better", "good: nice"],
            files.Read(new ReadingCounts()).Select(piece => $"{piece.Piece.Label}: {piece.Piece.Text.Trim().Replace("\n\n", " ", StringComparison.Ordinal)}"));
    }

    [Fact]
    public void Members_of_the_default_corpus_have_their_kind_alone()
    {
        var corpus = CorpusLocator.Locate("api-docs", new CorpusOptions { DataFolder = _cache.Path });

        Assert.Equal(
            $"data.label is stars, and members of api-docs have one label, their kind.{Environment.NewLine}Write data.label=kind, or name other text with --data.",
            Assert.Throws<ConfigurationException>(() => new CorpusFiles(corpus, Options.ToReading() with { Label = "stars" })).Message);
    }

    public void Dispose() => _cache.Dispose();

    private TokenStore Prepare((string, Split?)[] documents, string[] labels, int workers = 2) =>
        CorpusPreparer.Prepare(new FakeCorpus(documents, labels), Options, _cache.Path, workers).Open();

    private static int[] Labels(TokenStore store, Split split)
    {
        var labels = new int[store[split].DocumentCount];
        store[split].CopyLabels(0, labels);
        return labels;
    }

    private static IEnumerable<string> Texts(TokenStore store, Split split)
    {
        var tokens = store[split];
        for (var document = 0L; document < tokens.DocumentCount; document++)
        {
            var (start, end) = (tokens.DocumentStart(document), tokens.DocumentStart(document + 1));
            yield return string.Join(' ', Enumerable.Range((int)start, (int)(end - start)).Select(place => store.Vocabulary[tokens[place]]));
        }
    }
}
