using System.Runtime.InteropServices;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text.Reading.Answers;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Reading.Answers;

/// <summary>Where tokens stand in their text.</summary>
public sealed class TokenSpansTests
{
    [Fact]
    public void Bytes_of_one_character_have_its_place()
    {
        var tokenizer = new ByteTokenizer();
        const string Text = "aé\uFFFD\U0001F600b";
        var ids = new List<int>();
        tokenizer.Encode(Text, tokenizer.FixedVocabulary, endsDocument: false, ids);

        Assert.Equal(
            [(0, 1), (1, 2), (1, 2), (2, 3), (2, 3), (2, 3), (3, 5), (3, 5), (3, 5), (3, 5), (5, 6)],
            TokenSpans.Of(Text, CollectionsMarshal.AsSpan(ids), tokenizer, tokenizer.FixedVocabulary));
    }

    [Fact]
    public void Learnt_tokens_lie_side_by_side_and_give_the_text_back()
    {
        using var folder = new TemporaryFolder();
        const string Text = "The cat sat; the cat, naïve, saw 猫 and the cat.\n";
        using var store = CorpusPreparer.Prepare(FakeCorpus.Official(Text + Text, Text, Text), new DataOptions { Tokenizer = "bpe:300" }, folder.Path, workers: 1).Open();
        var tokenizer = TokenizerFactory.Create($"bpe:{store.TokenizerFolder}");
        var ids = new List<int>();
        tokenizer.Encode(Text, store.Vocabulary, endsDocument: false, ids);
        var spans = TokenSpans.Of(Text, CollectionsMarshal.AsSpan(ids), tokenizer, store.Vocabulary);

        Assert.Equal(ids.Count, spans.Length);
        Assert.Contains(spans, span => span.End - span.Start > 2);
        Assert.Equal(Text, string.Concat(spans.Distinct().Select(span => Text[span.Start..span.End])));
    }

    [Fact]
    public void A_tokenizer_that_does_not_give_its_text_back_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var store = CorpusPreparer.Prepare(FakeCorpus.Official("The cat\n", "the\n", "cat\n"), new DataOptions { Tokenizer = "words" }, folder.Path, workers: 1).Open();
        var tokenizer = TokenizerFactory.Create("words");
        var ids = new List<int>();
        tokenizer.Encode("The cat", store.Vocabulary, endsDocument: false, ids);

        Assert.StartsWith(
            "The tokenizer words does not give its text back letter by letter",
            Assert.Throws<InvalidDataException>(() => TokenSpans.Of("The cat", CollectionsMarshal.AsSpan(ids), tokenizer, store.Vocabulary)).Message, StringComparison.Ordinal);
    }
}
