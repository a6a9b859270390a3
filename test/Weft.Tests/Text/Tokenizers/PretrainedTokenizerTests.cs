using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Tokenizers;

public class PretrainedTokenizerTests
{
    [Fact]
    public void Tiktoken_gives_the_ids_of_the_published_encoding()
    {
        var tokenizer = TokenizerFactory.Create("tiktoken:cl100k_base");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "hello world");

        Assert.Equal([15339, 1917, 100257], ids);
        Assert.Equal(100277, vocabulary.Count);
        Assert.Null(vocabulary.UnknownId);
        Assert.Equal(" world", vocabulary[1917]);
        Assert.Equal("hello world\n", tokenizer.Decode(ids.ToArray(), vocabulary));
    }

    [Theory]
    [InlineData("cl100k_base", new[] { 15339, 1917, 100257 })]
    [InlineData("o200k_base", new[] { 24912, 2375, 199999 })]
    [InlineData("r50k_base", new[] { 31373, 995, 50256 })]
    [InlineData("gpt2", new[] { 31373, 995, 50256 })]
    public void Every_encoding_that_is_named_works_and_gives_the_published_ids(string name, int[] expected)
    {
        var tokenizer = TokenizerFactory.Create($"tiktoken:{name}");
        Assert.Equal(expected, Tokens.Encode(tokenizer, "hello world").Ids);
        Assert.Equal("naïve 😀 text\n", Tokens.RoundTrip(tokenizer, "naïve 😀 text"));
    }

    [Fact]
    public void An_unknown_encoding_is_refused_with_the_choices()
    {
        var error = Assert.Throws<ConfigurationException>(() => TokenizerFactory.Create("tiktoken:x"));

        Assert.Equal("data.tokenizer is tiktoken:x; it must name one of cl100k_base, o200k_base, r50k_base, gpt2.", error.Message);
    }

    [Fact]
    public void Byte_pair_files_are_merged_in_their_order()
    {
        using var folder = new TemporaryFolder();
        WriteBpe(folder, """{"l":0,"o":1,"w":2,"Ġ":3,"lo":4,"low":5,"Ġlow":6,"<|endoftext|>":7}""");
        var tokenizer = TokenizerFactory.Create($"bpe:{folder.Path}");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "low low");

        Assert.Equal([5, 6, 7], ids);
        Assert.Equal("low low\n", tokenizer.Decode(ids.ToArray(), vocabulary));
    }

    [Fact]
    public void An_end_of_text_is_added_where_the_model_has_none()
    {
        using var folder = new TemporaryFolder();
        WriteBpe(folder, """{"l":0,"o":1,"w":2,"Ġ":3,"lo":4,"low":5,"Ġlow":6}""");
        var (ids, vocabulary) = Tokens.Encode(TokenizerFactory.Create($"bpe:{folder.Path}"), "low");

        Assert.Equal([5, 7], ids);
        Assert.Equal("<eos>", vocabulary[7]);
    }

    [Fact]
    public void The_identity_changes_with_the_files()
    {
        using var folder = new TemporaryFolder();
        WriteBpe(folder, """{"l":0,"o":1,"w":2,"Ġ":3,"lo":4,"low":5,"Ġlow":6}""");
        var before = TokenizerFactory.Create($"bpe:{folder.Path}").Identity;
        WriteBpe(folder, """{"o":0,"l":1,"w":2,"Ġ":3,"lo":4,"low":5,"Ġlow":6}""");

        Assert.NotEqual(before, TokenizerFactory.Create($"bpe:{folder.Path}").Identity);
    }

    [Fact]
    public void A_folder_without_the_files_is_refused()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"bpe:{folder.Path}"));

        Assert.EndsWith("vocab.json; the folder must hold vocab.json and merges.txt.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_piece_model_takes_the_best_pieces()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("tiny.model"), SentencePieceModel.Tiny());
        var tokenizer = TokenizerFactory.Create($"sentencepiece:{folder.File("tiny.model")}");
        var (ids, vocabulary) = Tokens.Encode(tokenizer, "low low");

        Assert.Equal(["▁low", "▁low", "</s>"], ids.Select(id => vocabulary[id]));
        Assert.Equal("low low\n", tokenizer.Decode(ids.ToArray(), vocabulary));
        Assert.Equal("<unk>", vocabulary[vocabulary.UnknownId!.Value]);
    }

    [Theory]
    [InlineData("this is no model at all")]
    [InlineData("")]
    public void A_file_that_is_no_sentence_piece_model_is_refused(string content)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("tiny.model", content);
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"sentencepiece:{file}"));

        Assert.StartsWith($"The tokenizer {file} is not a SentencePiece model", error.Message, StringComparison.Ordinal);
    }

    private static void WriteBpe(TemporaryFolder folder, string vocabulary)
    {
        folder.Write("vocab.json", vocabulary);
        folder.Write("merges.txt", "#version: 0.2\nl o\nlo w\nĠ low\n");
    }
}
