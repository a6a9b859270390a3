using CsCheck;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Tests.Text.Tokenizers;
using Weft.Text;

namespace Weft.Tests.Data.Preparing;

public sealed class SentenceLevelTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void Every_sentence_is_a_document()
    {
        using var store = Prepare(["One two. Three!\n\nFour"], "blanks", TextLevel.Sentence);
        var train = store[Split.Train];

        Assert.Equal([0, 2, 5, 7], Enumerable.Range(0, 4).Select(document => train.DocumentStart(document)));
        Assert.Equal((3, 1), (store.Manifest.Train.Documents, store.Manifest.Train.OriginalDocuments));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("blanks")]
    [InlineData("bytes")]
    [InlineData("bpe:300")]
    [InlineData("tiktoken:cl100k_base")]
    [InlineData("sentencepiece")]
    public void Sentences_joined_are_the_tokens_of_the_raw_text(string tokenizer) =>
        Gen.Char["aBlow. .!?\"\n"].Array[1, 150].Select(letters => new string(letters)).Array[1, 8].Where(texts => texts.Any(text => text.Contains('a')))
            .Sample(texts => IsSameText(texts, tokenizer == "sentencepiece" ? SentencePiece() : tokenizer), iter: 8, threads: 1);

    public void Dispose() => _cache.Dispose();

    private string SentencePiece()
    {
        var file = _cache.File("tiny.model");
        File.WriteAllBytes(file, SentencePieceModel.Tiny());
        return $"sentencepiece:{file}";
    }

    private bool IsSameText(string[] texts, string tokenizer)
    {
        using var raw = Prepare(texts, tokenizer, TextLevel.Raw);
        using var sentences = Prepare(texts, tokenizer, TextLevel.Sentence);
        var starts = StartsOf(sentences[Split.Train]);
        return raw.Vocabulary.Hash == sentences.Vocabulary.Hash
            && raw.Manifest.Train.Sha256 == sentences.Manifest.Train.Sha256
            && raw.Manifest.Train.Documents == sentences.Manifest.Train.OriginalDocuments
            && StartsOf(raw[Split.Train]).IsSubsetOf(starts);
    }

    private static HashSet<long> StartsOf(TokenSequence tokens) =>
        [.. Enumerable.Range(0, (int)tokens.DocumentCount).Select(document => tokens.DocumentStart(document))];

    private TokenStore Prepare(string[] texts, string tokenizer, TextLevel level)
    {
        IEnumerable<(string, Split?)> documents = [.. texts.Select(text => (text, (Split?)Split.Train)), ("b\n", Split.Validation), ("c\n", Split.Test)];
        var options = new DataOptions { Tokenizer = tokenizer, Level = level };
        return CorpusPreparer.Prepare(new FakeCorpus([.. documents]), options, _cache.Path, workers: 2).Open();
    }
}
