using CsCheck;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Data.Preparing;

public sealed class CorpusPreparerTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void Official_splits_are_kept_and_words_are_counted_in_train_only()
    {
        using var store = Prepare(FakeCorpus.Official("a b b\n", "b c\n", "a\n\n"), new DataOptions { Tokenizer = "blanks" }).Open();

        Assert.Equal("a b b <eos>", TextOf(store, Split.Train));
        Assert.Equal("b <unk> <eos>", TextOf(store, Split.Validation));
        Assert.Equal("a <eos> <eos>", TextOf(store, Split.Test));
        Assert.Equal(4, store.Vocabulary.Count);
        Assert.Equal(1, store.Manifest.Validation.Unknown);
        Assert.Equal((3, 6), (store.Manifest.Train.Words, store.Manifest.Train.Bytes));
        Assert.True(store.Manifest.OfficialSplits);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("blanks")]
    [InlineData("bytes")]
    [InlineData("tiktoken:cl100k_base")]
    public void Every_document_is_stored_once_with_its_borders(string tokenizer) =>
        Gen.Char["ab \n"].Array[1, 120].Select(letters => new string(letters)).Array[1, 12].Where(texts => texts.Any(text => text.Contains('a')))
            .Select(texts => texts.Concat(["x", "y", "z", "b b b b"]).ToArray())
            .Sample(texts => StoresEveryDocument(texts, tokenizer), iter: 5, threads: 1);

    [Fact]
    public void Any_number_of_workers_gives_the_same_bytes()
    {
        var documents = Enumerable.Range(0, 900).Select(i => string.Concat(Enumerable.Range(0, 300).Select(j => $"Word{i * j % 997} and\n")));
        var corpus = FakeCorpus.Of(documents);
        var stores = new[] { 1, 2, 7 }.Select(workers =>
        {
            var prepared = CorpusPreparer.Prepare(corpus, new DataOptions { Tokenizer = "words" }, _cache.File($"{workers}"), workers);
            return Directory.EnumerateFiles(prepared.Folder).Order().Select(Hashes.Sha256OfFile).ToArray();
        }).ToArray();

        Assert.Equal(9, stores[0].Length);
        Assert.All(stores, store => Assert.Equal(stores[0], store));
    }

    [Fact]
    public void What_was_prepared_is_reused_until_something_changes()
    {
        var corpus = FakeCorpus.Of("a a", "b b", "c c", "d d");
        var options = new DataOptions { Tokenizer = "words" };
        var first = Prepare(corpus, options);

        Assert.False(first.WasReused);
        Assert.True(Prepare(corpus, options with { Source = "elsewhere" }).WasReused);
        Assert.False(Prepare(corpus, options with { SplitSeed = 2 }).WasReused);
        Assert.False(Prepare(corpus, options with { MinimumCount = 2 }).WasReused);
        Assert.False(Prepare(corpus, options with { Tokenizer = "bytes" }).WasReused);
        Assert.True(Prepare(corpus, options with { Tokenizer = "bytes", VocabularySize = 100 }).WasReused);
        Assert.False(Prepare(FakeCorpus.Of("a a", "b b", "c c", "d e"), options).WasReused);
    }

    [Fact]
    public void Several_preparations_of_the_same_corpus_at_once_all_work()
    {
        var corpora = Enumerable.Range(0, 6).Select(_ => FakeCorpus.Of(Enumerable.Range(0, 200).Select(i => $"document {i}"))).ToArray();
        var prepared = new PreparedCorpus[corpora.Length];
        Parallel.For(0, corpora.Length, i => prepared[i] = Prepare(corpora[i], new DataOptions()));

        Assert.Single(prepared, corpus => !corpus.WasReused);
        using var store = prepared[0].Open();
    }

    [Fact]
    public void Remains_of_a_preparation_that_was_killed_are_cleared_away()
    {
        var corpus = FakeCorpus.Of("a", "b", "c");
        var folder = Prepare(corpus, new DataOptions()).Folder;
        Directory.Delete(folder, recursive: true);
        var remains = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.0123.tmp");
        Directory.CreateDirectory(remains);
        Prepare(corpus, new DataOptions());

        Assert.False(Directory.Exists(remains));
    }

    [Fact]
    public void Auto_takes_blanks_for_WikiText_words_for_vectors_and_learns_otherwise()
    {
        using var wiki = Prepare(FakeCorpus.Official("The <unk> 1 @,@ 000\n", "a\n", "b\n"), new DataOptions()).Open();
        using var plain = Prepare(FakeCorpus.Official("The unknown\n", "a\n", "b\n"), new DataOptions()).Open();

        var words = CorpusPreparer.Prepare(FakeCorpus.Official("The unknown\n", "a\n", "b\n"), new DataOptions(), _cache.Path, workers: 2, prefersWords: true);

        Assert.Equal("blanks", wiki.Manifest.Tokenizer);
        Assert.Equal("bpe:257", plain.Manifest.Tokenizer);
        Assert.Equal("words", words.Tokenizer);
    }

    [Fact]
    public void Large_vocabularies_have_wide_ids()
    {
        using var store = Prepare(FakeCorpus.Official("hello", "a", "b"), new DataOptions { Tokenizer = "tiktoken:cl100k_base" }).Open();

        Assert.Equal(4, store.Manifest.Train.Columns["tokens"].Width);
        Assert.Equal(100257, store[Split.Train][1]);
    }

    [Fact]
    public void A_split_without_tokens_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Prepare(FakeCorpus.Official("a", " \n", "b"), new DataOptions { Source = "x", Tokenizer = "words" }));

        Assert.Equal(
            "x: the validation split has no token. Put text into Validation.txt, or leave the split out: then it is taken from train.", error.Message);
        Assert.Empty(Directory.EnumerateDirectories(_cache.File("prepared")));
    }

    [Fact]
    public void An_empty_corpus_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Prepare(FakeCorpus.Of(""), new DataOptions { Source = "x.txt" }));

        Assert.Equal("The corpus x.txt holds no text. Check data.source and data.field.", error.Message);
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var progress = new FakeProgress(report =>
        {
            if (report.What == "encoding")
                stop.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => CorpusPreparer.Prepare(
            FakeCorpus.Of("a", "b", "c"), new DataOptions(), _cache.Path, workers: 2, progress, stop: stop.Token));
        Assert.Empty(Directory.EnumerateDirectories(_cache.File("prepared")));
    }

    [Fact]
    public void Each_pass_reports_from_the_beginning_to_the_end()
    {
        var reports = new List<WorkProgress>();
        CorpusPreparer.Prepare(FakeCorpus.Of("aa", "b", "c"), new DataOptions { Tokenizer = "words" }, _cache.Path, 2, new FakeProgress(reports.Add));

        Assert.Equal(["dividing documents", "counting words", "encoding", "writing the token store"], reports.Select(report => report.What).Distinct());
        Assert.Equal(3, reports.Count(report => report.Done == report.Total && report.Total == 4));
    }

    public void Dispose() => _cache.Dispose();

    private PreparedCorpus Prepare(FakeCorpus corpus, DataOptions options) => CorpusPreparer.Prepare(corpus, options, _cache.Path, workers: 2);

    private bool StoresEveryDocument(string[] texts, string tokenizerName)
    {
        using var store = Prepare(FakeCorpus.Of(texts), new DataOptions { Tokenizer = tokenizerName, ValidationRatio = 0.2, TestRatio = 0.2 }).Open();
        var tokenizer = TokenizerFactory.Create(store.Manifest.Tokenizer);
        var expected = texts.Select(text =>
        {
            var ids = new List<int>();
            foreach (var (piece, _, _) in FakeCorpus.Of(text).Read(new()))
                tokenizer.Encode(piece.Text, store.Vocabulary, endsDocument: false, ids);
            if (tokenizer.FixedVocabulary is { } vocabulary)
                ids.Add(vocabulary.EndOfTextId);
            return string.Join(' ', ids);
        });
        var stored = Enum.GetValues<Split>().SelectMany(split => DocumentsOf(store[split]));
        return expected.Order(StringComparer.Ordinal).SequenceEqual(stored.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> DocumentsOf(TokenSequence tokens)
    {
        for (var document = 0L; document < tokens.DocumentCount; document++)
        {
            var ids = new long[tokens.DocumentStart(document + 1) - tokens.DocumentStart(document)];
            tokens.CopyTo(tokens.DocumentStart(document), ids);
            yield return string.Join(' ', ids);
        }
    }

    private static string TextOf(TokenStore store, Split split) =>
        string.Join(' ', Enumerable.Range(0, (int)store[split].Count).Select(position => store.Vocabulary[store[split][position]]));

    private sealed class FakeProgress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
