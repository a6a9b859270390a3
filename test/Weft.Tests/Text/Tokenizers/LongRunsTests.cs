using System.Text;
using Microsoft.ML.Tokenizers;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Pretrained;

namespace Weft.Tests.Text.Tokenizers;

public class LongRunsTests
{
    private static readonly string[] Scripts =
    [
        "It's 3.14, isn't it? We've 1,000 (or so) e-mails: a@b.c/d?e=f&g=%20; \"quoted\" — and\u2026 so on!!! ",
        "漢字仮名交じり文は、空白なしに書かれる。しかし句読点はある。", "हिन्दी में शब्दों के बीच खाली जगह होती है। ", "cafe\u0301 nai\u0308ve \u0301!x ",
        "😀😀 👩‍👩‍👧 x😀y ", "\n\n\t  def f(x):\n        return x  # ok\r\n", "don't you'LL I'D 'quote' ''' ",
    ];

    [Theory]
    [InlineData("cl100k_base")]
    [InlineData("o200k_base")]
    [InlineData("r50k_base")]
    public void Ordinary_text_gives_the_tokens_of_the_library_itself(string encoding)
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => Scripts[i * 31 % Scripts.Length] + (i % 5 == 0 ? "\n" : "")));
        var ids = new List<int>();
        var tokenizer = TokenizerFactory.Create($"tiktoken:{encoding}");
        tokenizer.Encode(text, tokenizer.FixedVocabulary!, endsDocument: false, ids);

        Assert.Equal(TiktokenTokenizer.CreateForEncoding(encoding).EncodeToIds(text), ids);
        Assert.Equal(text.Length, LongRuns.FirstPart(text));
    }

    [Fact]
    public void Chinese_without_blanks_is_not_cut_as_long_as_it_has_punctuation() =>
        Assert.Equal(200 * Scripts[1].Length, LongRuns.FirstPart(string.Concat(Enumerable.Repeat(Scripts[1], 200))));

    [Theory]
    [InlineData("tiktoken:gpt2")]
    [InlineData("tiktoken:cl100k_base")]
    [InlineData("tiktoken:o200k_base")]
    [InlineData("bpe")]
    [InlineData("sentencepiece")]
    public void A_huge_word_of_any_kind_comes_back_exactly(string name)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Create(name, folder);
        foreach (var unit in name == "sentencepiece" ? ["low", "lo"] : (string[])["abcdefghij", "=", " ", "\n", "😀!", "a'", "x1", "字", "\u0301"])
        {
            var text = string.Concat(Enumerable.Repeat(unit, 50_000 / unit.Length)) + "low";
            var ids = new List<int>();
            tokenizer.Encode(text, tokenizer.FixedVocabulary!, endsDocument: false, ids);

            Assert.Equal(text, tokenizer.Decode(ids.ToArray(), tokenizer.FixedVocabulary!));
        }
    }

    [Theory]
    [InlineData("abcdefghij")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("a'")]
    [InlineData("字")]
    [InlineData("\u0301")]
    [InlineData("क\u093F")]
    public void No_part_of_a_huge_word_is_longer_than_the_limit(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 10_000));
        for (var rest = text.AsSpan(); !rest.IsEmpty; rest = rest[LongRuns.FirstPart(rest)..])
            Assert.InRange(LongRuns.FirstPart(rest), 1, LongRuns.Limit);
    }

    [Fact]
    public void A_cut_never_divides_a_surrogate_pair()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("😀", 2_000));
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var part = rest[..LongRuns.FirstPart(rest)];
            Assert.InRange(part.Length, 1, LongRuns.Limit + 1);
            Assert.Equal(WholeCharacters(part), part.Length);
            rest = rest[part.Length..];
        }

        static int WholeCharacters(ReadOnlySpan<char> part)
        {
            var length = 0;
            foreach (var rune in part.EnumerateRunes())
            {
                Assert.NotEqual(Rune.ReplacementChar, rune);
                length += rune.Utf16SequenceLength;
            }
            return length;
        }
    }

    private static ITokenizer Create(string name, TemporaryFolder folder)
    {
        if (name == "bpe")
        {
            BpeFiles.Write(folder);
            return TokenizerFactory.Create($"bpe:{folder.Path}");
        }
        if (name != "sentencepiece")
            return TokenizerFactory.Create(name);
        File.WriteAllBytes(folder.File("m.model"), SentencePieceModel.Tiny());
        return TokenizerFactory.Create($"sentencepiece:{folder.File("m.model")}");
    }
}
