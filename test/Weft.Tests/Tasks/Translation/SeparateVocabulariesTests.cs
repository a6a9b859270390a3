using TorchSharp;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Translation;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Translation;

/// <summary>Pairs whose sides have a vocabulary each: what is counted and learnt, stored, read and translated.</summary>
public sealed class SeparateVocabulariesTests : IDisposable
{
    // Both sides have the word "x"; the third pair is longer than a piece, on both sides.
    private static readonly (string Source, string Target, Split Split)[] Pairs =
    [
        ("a b c x", "п р п п р п", Split.Train),
        ("b", "п", Split.Train),
        (string.Join(' ', Enumerable.Repeat("a b c c b", 6)), string.Join(' ', Enumerable.Repeat("р п x с с", 6)), Split.Train),
        ("b a", "п р", Split.Train),
        ("a c v", "р п", Split.Validation),
        ("c", "р р т", Split.Test),
    ];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _cache = new();
    private readonly PairStore _pairs = new("blanks", VocabularySharing.Separate, Pairs);

    [Fact]
    public void Each_side_counts_its_own_words_of_the_training_split()
    {
        // By falling count: b 15, c 13, a 8, four ends, x 1, and no unknown word.
        Assert.Equal(["b", "c", "a", "<eos>", "x", "<unk>"], TokensOf(_pairs.Store.SourceVocabulary!));
        // п and с 12, р 9, x 6, ends 4.
        Assert.Equal(["п", "с", "р", "x", "<eos>", "<unk>"], TokensOf(_pairs.Store.Vocabulary));
        Assert.Equal(Hashes.Sha256("b\nc\na\n<eos>\nx\n<unk>"), _pairs.Store.Manifest.SourceVocabulary!.VocabularyHash);
        Assert.Equal((0L, 1L, 1L), (_pairs.Store.Manifest.Train.Unknown, _pairs.Store.Manifest.Validation.Unknown, _pairs.Store.Manifest.Test.Unknown));
    }

    [Fact]
    public void Each_side_is_encoded_by_its_own_tokens_though_it_comes_in_pieces()
    {
        var setup = Setup(_pairs.Store);
        var pairs = new TranslationPairs(_pairs.Store[Split.Train], _pairs.Store.Vocabulary, setup);
        var read = Enumerable.Range(0, 4).Select(example => pairs.TokensOf(example)).Select(pair => (
            EncodedText.DecodeLine(pair.Source, setup.Source!.Tokenizer, setup.Source.Vocabulary), EncodedText.DecodeLine(pair.Target, setup.Tokenizer, _pairs.Store.Vocabulary)));

        Assert.Equal(Pairs.Where(pair => pair.Split == Split.Train).Select(pair => (pair.Source, pair.Target)).Order(), read.Order());
        // "x" has another id on each side, and a number of its own where examples are told apart by their tokens.
        var ids = ((IExamples)pairs).TokensOf(0);
        Assert.Equal([.. pairs.TokensOf(0).Source.Select(id => id + _pairs.Store.Vocabulary.Count), .. pairs.TokensOf(0).Target], ids);
        Assert.Equal(["b <eos>", "b a <eos>"], Enumerable.Range(0, 4).Select(example => pairs.Excerpt(example)).Where(excerpt => excerpt[0] == 'b').OrderBy(excerpt => excerpt.Length));
    }

    [Fact]
    public void Each_sides_byte_pairs_are_those_of_that_side_alone()
    {
        using var both = new PairStore("bpe:270", VocabularySharing.Separate, Pairs);
        // A corpus that has nothing but the one side.
        TokenStoreManifest Alone(Func<(string Source, string Target, Split Split), string> side)
        {
            using var store = Prepare(new FakeCorpus([.. Pairs.Select(pair => (side(pair) + "\n", (Split?)pair.Split))]), new DataOptions { Tokenizer = "bpe:270" }).Open();
            return store.Manifest;
        }

        var (source, target) = (Alone(pair => pair.Source), Alone(pair => pair.Target));
        Assert.Equal((source.TokenizerIdentity, source.VocabularyHash), (both.Store.Manifest.SourceVocabulary!.TokenizerIdentity, both.Store.Manifest.SourceVocabulary.VocabularyHash));
        Assert.Equal((target.TokenizerIdentity, target.VocabularyHash), (both.Store.Manifest.TokenizerIdentity, both.Store.Manifest.VocabularyHash));
        Assert.NotEqual(source.TokenizerIdentity, target.TokenizerIdentity);
        Assert.Equal("bpe:270", both.Store.Manifest.Tokenizer);
        Assert.Equal(source.TokenizerIdentity, TokenizerFactory.Create($"bpe:{both.Store.SourceTokenizerFolder}").Identity);
    }

    [Theory]
    [InlineData("blanks")]
    [InlineData("bpe:270")]
    public void A_store_of_two_vocabularies_is_never_taken_for_one_of_a_shared_one(string tokenizer)
    {
        var separate = new DataOptions { Tokenizer = tokenizer, Field = "source", Second = "target", Vocabularies = VocabularySharing.Separate };
        var (one, two) = (Prepare(PairStore.CorpusOf(Pairs), separate with { Vocabularies = VocabularySharing.Shared }), Prepare(PairStore.CorpusOf(Pairs), separate));

        Assert.NotEqual(one.Key, two.Key);
        Assert.True(Prepare(PairStore.CorpusOf(Pairs), separate).WasReused);
        using var shared = one.Open();
        Assert.Equal((null, null, null), (shared.SourceVocabulary, shared.SourceTokenizerFolder, shared.Manifest.SourceVocabulary));
        Assert.DoesNotContain("sourceVocabulary", File.ReadAllText(Path.Combine(one.Folder, TokenStoreFiles.Manifest)), StringComparison.Ordinal);
        // A damaged vocabulary of sources is found.
        File.AppendAllText(Path.Combine(two.Folder, TokenStoreFiles.SourceVocabulary), " ");
        Assert.Throws<InvalidDataException>(() => two.Open());
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Padding_on_either_side_changes_neither_losses_nor_translations(PaddingSide side)
    {
        var setup = Setup(_pairs.Store) with { Padding = side };
        using var task = _pairs.CreateTask(setup);
        long[] examples = [0, 1, 2, 3];
        var alone = examples.Select(example => task.Measure(ExampleBatch.Of(task.Examples, [example]))).ToList();
        var together = task.Measure(ExampleBatch.Of(task.Examples, examples));

        Assert.Equal(alone.Sum(one => one.Loss), together.Loss, 1e-3);
        Assert.Equal(alone.Sum(one => one.Targets), together.Targets);
        // The padding is a token of the source's own.
        var source = ExampleBatch.Of(task.Examples, examples).Buffer.ToBatch(CPU).Source!;
        Assert.Equal(_pairs.Store.SourceVocabulary!.EndOfTextId, source.Ids[0, side == PaddingSide.Right ? -1 : 0].item<long>());
        var translator = new TextTranslator((EncoderDecoderModel)task.Model, _pairs.Store.Vocabulary, setup with { Batch = 8 });
        string[] texts = ["a", "b c a", " ", "c", "a a a a b", "b\nc"];
        var translations = translator.Translate(texts);
        Assert.Null(translations[2]);
        Assert.All(texts.Zip(translations), text => Assert.Equal(translator.Translate(text.First), text.Second));
        Assert.True(translations.Distinct().Count() > 2, string.Join('|', translations));
        Assert.All(translations.OfType<string>(), text => Assert.DoesNotContain(text, letter => letter is 'a' or 'b' or 'c'));
    }

    [Theory]
    [InlineData("blanks")]
    [InlineData("characters")]
    [InlineData("bpe:262")]
    public void A_text_is_read_as_the_sources_that_were_prepared(string tokenizer)
    {
        using var prepared = new PairStore(tokenizer, VocabularySharing.Separate, Pairs);
        using var model = prepared.CreateModel();
        var setup = Setup(prepared.Store, tokenizer) with { Batch = 4 };
        var pairs = new TranslationPairs(prepared.Store[Split.Train], prepared.Store.Vocabulary, setup);
        var batch = ExampleBatch.Of(pairs, [0, 1, 2, 3]).Buffer.ToBatch(CPU);
        var expected = new BeamSearch(model, prepared.Store.Vocabulary, setup.Beams, setup.Context).Translate(batch.Source!)
            .Select(tokens => EncodedText.DecodeLine(tokens, setup.Tokenizer, prepared.Store.Vocabulary));
        var sources = Enumerable.Range(0, 4).Select(example => EncodedText.Decode(pairs.TokensOf(example).Source, setup.Source!.Tokenizer, setup.Source.Vocabulary)).ToList();

        Assert.Equal(Pairs.Take(4).Select(pair => pair.Source).Order(StringComparer.Ordinal), sources.Select(source => source.Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(expected, new TextTranslator(model, prepared.Store.Vocabulary, setup).Translate(sources));
    }

    [Fact]
    public void Words_are_taken_out_of_each_side_by_its_own_unknown_word_and_targets_are_counted_alone()
    {
        var cut = ExampleBatch.Of(TranslationTask.ExamplesOf(_pairs.Store, Setup(_pairs.Store) with { WordDropout = 0.5 }), [0, 1, 2, 3]).Buffer.ToBatch(CPU);
        var counts = TranslationPairs.CountTargets(_pairs.Store[Split.Train], _pairs.Store.Vocabulary, _pairs.Store.SourceVocabulary);

        Assert.Contains((long)_pairs.Store.SourceVocabulary!.UnknownId!, cut.Source!.Ids.flatten().data<long>().ToArray());
        Assert.Contains((long)_pairs.Store.Vocabulary.UnknownId!, cut.Ids.flatten().data<long>().ToArray());
        Assert.Equal([12L, 9, 12, 6, 4, 0], new[] { "п", "р", "с", "x", "<eos>", "<unk>" }.Select(word => _pairs.Store.Vocabulary.TryGetId(word, out var id) ? counts[id] : -1));
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _cache.Dispose();
        _scope.Dispose();
    }

    private static TranslationSetup Setup(TokenStore store, string tokenizer = "blanks") => PairStore.Setup(context: 40) with
    {
        Tokenizer = TokenizerFactory.Create(store.TokenizerFolder is { } folder ? $"bpe:{folder}" : tokenizer),
        Source = new SourceTokens(TokenizerFactory.Create(store.SourceTokenizerFolder is { } ofSources ? $"bpe:{ofSources}" : tokenizer), store.SourceVocabulary!),
    };

    private static IEnumerable<string> TokensOf(Vocabulary vocabulary) => Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]);

    private PreparedCorpus Prepare(FakeCorpus corpus, DataOptions options) => CorpusPreparer.Prepare(corpus, options, _cache.Path, workers: 2);
}
