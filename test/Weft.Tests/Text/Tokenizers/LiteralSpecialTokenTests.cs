using Weft.Tests.Support;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>What reads like a special token in a text is ordinary text.</summary>
public class LiteralSpecialTokenTests
{
    [Theory]
    // The ids that tiktoken's encode_ordinary gives: '<', '|', 'end' 'of' 'text' (or 'endo' 'ft' 'ext'), '|', '>'.
    [InlineData("gpt2", new[] { 27, 91, 437, 1659, 5239, 91, 29 })]
    [InlineData("cl100k_base", new[] { 27, 91, 8862, 728, 428, 91, 29 })]
    public void Tiktoken_reads_the_end_of_text_as_the_text_that_it_is(string encoding, int[] expected)
    {
        var tokenizer = TokenizerFactory.Create($"tiktoken:{encoding}");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "<|endoftext|>");

        Assert.Equal([.. expected, vocabulary.EndOfTextId], ids);
        Assert.Equal("<|endoftext|>\n", tokenizer.Decode(ids.ToArray(), vocabulary));
    }

    [Theory]
    [InlineData("cl100k_base", "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>")]
    [InlineData("o200k_base", "<|endoftext|>", "<|endofprompt|>")]
    [InlineData("r50k_base", "<|endoftext|>")]
    public void No_special_token_of_an_encoding_is_reached_by_text(string encoding, params string[] specials)
    {
        var tokenizer = TokenizerFactory.Create($"tiktoken:{encoding}");
        var text = string.Join(" and ", specials) + string.Concat(specials) + "!" + string.Join("\n", specials) + "<<|endoftext|>|>";
        var ids = new List<int>();
        tokenizer.Encode(text, tokenizer.FixedVocabulary!, endsDocument: false, ids);

        var vocabulary = tokenizer.FixedVocabulary!;
        Assert.DoesNotContain(ids, id => specials.Contains(vocabulary[id]));
        Assert.Equal(text, tokenizer.Decode(ids.ToArray(), vocabulary));
    }

    [Fact]
    public void Byte_pair_files_read_the_end_of_text_as_the_text_that_it_is()
    {
        using var folder = new TemporaryFolder();
        BpeFiles.Write(folder, "<|endoftext|>");
        var tokenizer = TokenizerFactory.Create($"bpe:{folder.Path}");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "a<|endoftext|>b");

        Assert.Equal("a<|endoftext|>b".Select(c => c.ToString()).Append("<|endoftext|>"), ids.Select(id => vocabulary[id]));
    }

    [Theory]
    [InlineData(SentencePieceModel.Unigram)]
    [InlineData(SentencePieceModel.Bpe)]
    public void Control_pieces_are_read_as_the_text_that_they_are(int modelType)
    {
        using var folder = new TemporaryFolder();
        // Pieces that lead from single characters to each control piece, so that merging could make it.
        (string, float, int)[] steps = [.. new[] { "<", "s", ">", "/", "<s", "</", "</s", "<u", "u", "n", "k", "<un", "<unk" }.Select(text => (text, -3f, SentencePieceModel.Normal))];
        File.WriteAllBytes(folder.File("m.model"), SentencePieceModel.Of([.. SentencePieceModel.TinyPieces, .. steps], modelType));
        var tokenizer = TokenizerFactory.Create($"sentencepiece:{folder.File("m.model")}");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "low <s> low </s><unk>");

        Assert.DoesNotContain(ids.SkipLast(1), id => vocabulary[id] is "<s>" or "</s>" or "<unk>");
        Assert.Equal("low <s> low </s><unk>\n", tokenizer.Decode(ids.ToArray(), vocabulary));
    }

    [Theory]
    [InlineData("a <eos> b\n", "a \\<eos> b <eos>")]
    [InlineData("<unk> \\<eos> \\\\<eos> \\a x<eos>", "<unk> \\\\<eos> \\\\\\<eos> \\a x<eos> <eos>")]
    public void A_written_end_of_text_between_blanks_is_a_word_of_its_own(string text, string expected)
    {
        var blanks = new BlankTokenizer();

        Assert.Equal(expected, Tokens.Of(blanks, text));
        Assert.Equal(text.TrimEnd('\n') + "\n", Tokens.RoundTrip(blanks, text));
    }

    [Fact]
    public void A_written_end_of_text_that_the_vocabulary_lacks_is_unknown()
    {
        var counts = new WordCounts();
        new BlankTokenizer().Count("a b\n", counts);
        var vocabulary = VocabularyBuilder.Build(counts, new VocabularyOptions());
        var ids = new List<int>();
        new BlankTokenizer().Encode("a <eos> b", vocabulary, endsDocument: true, ids);

        Assert.Equal(["a", "<unk>", "b", "<eos>"], ids.Select(id => vocabulary[id]));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("blanks")]
    [InlineData("characters")]
    [InlineData("bytes")]
    [InlineData("tiktoken:gpt2")]
    public void Documents_that_write_special_tokens_end_as_often_as_others(string name)
    {
        const string Text = "the end is <|endoftext|> so\nand <eos> or </s> follow\n";
        var tokenizer = TokenizerFactory.Create(name);
        int Ends(string text)
        {
            var (ids, vocabulary) = Tokens.Encode(tokenizer, text);
            return ids.Count(id => id == vocabulary.EndOfTextId);
        }

        Assert.Equal(Ends(Text.Replace('<', '(').Replace('>', ')')), Ends(Text));
    }
}
