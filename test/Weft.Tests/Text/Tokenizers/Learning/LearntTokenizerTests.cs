using System.Text.Json;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Tests.Text.Tokenizers.Learning;

public sealed class LearntTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tokens_are_those_of_the_plain_encoder()
    {
        var (tokenizer, model) = Learn(string.Concat(Texts.All) + string.Concat(Texts.All), 700);
        Gen.OneOf(Texts.OfAll(120), Gen.Select(Gen.OneOf(Texts.All), Gen.OneOf(Texts.All), string.Concat)).Sample(text =>
        {
            var expected = PieceSplitterTests.PiecesOf(text).SelectMany(piece => PlainBpe.Encode(piece, model.Merges));
            return expected.SequenceEqual(EncodeOf(tokenizer, text).Select(id => model.Tokens[id]));
        }, iter: 300);
    }

    [Fact]
    public void Any_text_comes_back_as_it_was()
    {
        var (tokenizer, _) = Learn(string.Concat(Texts.All) + string.Concat(Texts.All), 700);
        Gen.OneOf(Texts.OfAll(300), Gen.OneOf(Texts.All), Gen.Byte.Array[0, 200].Select(bytes => System.Text.Encoding.Latin1.GetString(bytes)))
            .Sample(text => tokenizer.Decode(EncodeOf(tokenizer, text).ToArray(), tokenizer.FixedVocabulary!) == text, iter: 1_000);
    }

    [Fact]
    public void A_character_cut_short_shows_as_replacement()
    {
        var (tokenizer, _) = Learn("ab ab", 300);

        Assert.Equal("\uFFFDa\n", tokenizer.Decode([ByteSymbols.IdOf(0xE7), ByteSymbols.IdOf((byte)'a'), tokenizer.FixedVocabulary!.EndOfTextId], tokenizer.FixedVocabulary!));
    }

    [Fact]
    public void Special_tokens_in_the_text_are_ordinary_text()
    {
        var (tokenizer, _) = Learn("<|endoftext|> <|endoftext|> <|endoftext|>", 400);
        var ids = EncodeOf(tokenizer, "<|endoftext|>");

        Assert.DoesNotContain(tokenizer.FixedVocabulary!.EndOfTextId, ids);
        Assert.Equal("<|endoftext|>", tokenizer.Decode(ids.ToArray(), tokenizer.FixedVocabulary!));
    }

    [Fact]
    public void The_files_are_those_of_GPT2()
    {
        var (tokenizer, model) = Learn("low low lower\n", 264);
        var tokens = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(_folder.File("vocab.json")))!;
        var merges = File.ReadAllLines(_folder.File("merges.txt"));

        // As in GPT-2's own file.
        Assert.Equal((0, 64, 187, 188, 198, 220), (tokens["!"], tokens["a"], tokens["ÿ"], tokens["Ā"], tokens["Ċ"], tokens["Ġ"]));
        Assert.Equal(255, tokens["Ń"]);
        Assert.Equal(tokens.Count - 1, tokens["<|endoftext|>"]);
        Assert.Equal(Enumerable.Range(0, tokens.Count), tokens.Values.Order());
        Assert.StartsWith("#version: 0.2", merges[0], StringComparison.Ordinal);
        Assert.Equal(["l o", "lo w", "Ġ low"], merges[1..]);
        Assert.Equal(tokens.OrderBy(token => token.Value).Select(token => token.Key), model.Tokens);
        Assert.Equal("<|endoftext|>", tokenizer.FixedVocabulary![tokenizer.FixedVocabulary.EndOfTextId]);
    }

    [Fact]
    public void People_meet_tokens_as_text_and_parts_of_characters_as_bytes()
    {
        var (tokenizer, _) = Learn(" 的 的 的\n 的\n", 261);
        var vocabulary = tokenizer.FixedVocabulary!;

        // Of equally frequent pairs the one with the smaller left id is merged first: a blank comes before what was merged.
        Assert.Equal(["<0xE7 0x9A>", "<0x20 0xE7 0x9A>", " 的", "<|endoftext|>"], Enumerable.Range(256, 4).Select(id => vocabulary[id]));
        Assert.Equal(("\n", "<0xFF>"), (vocabulary[198], vocabulary[187]));
    }

    [Fact]
    public void A_table_that_was_changed_is_refused()
    {
        Learn("low low", 300);
        var path = _folder.File("vocab.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"<|endoftext|>\"", "\"end\"", StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"bpe:{_folder.Path}"));

        Assert.StartsWith($"{path} is not what Weft wrote: the token 'end' with id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_programs_that_read_GPT2_files_write_the_same_text()
    {
        var (tokenizer, _) = Learn(string.Concat(Texts.All) + string.Concat(Texts.All), 700);
        var other = BpeTokenizer.Create(new BpeOptions(_folder.File("vocab.json"), _folder.File("merges.txt")) { ByteLevel = true, PreTokenizer = RobertaPreTokenizer.Instance });

        foreach (var text in Texts.All)
        {
            Assert.Equal(text, other.Decode(EncodeOf(tokenizer, text)));
            Assert.Equal(text, tokenizer.Decode(other.EncodeToIds(text).ToArray(), tokenizer.FixedVocabulary!));
        }
    }

    [Fact]
    public void Files_of_another_rule_are_refused()
    {
        Learn("low low", 300);
        File.WriteAllText(_folder.File("merges.txt"), "#version: 0.2 - learnt by Weft, pieces 0\nl o\n");
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"bpe:{_folder.Path}"));

        Assert.Equal($"{_folder.File("merges.txt")} begins with '#version: 0.2 - learnt by Weft, pieces 0', and this version of Weft reads "
            + "'#version: 0.2 - learnt by Weft, pieces 1'. Use the version that learnt it.", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static List<int> EncodeOf(ITokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        tokenizer.Encode(text, tokenizer.FixedVocabulary!, endsDocument: false, ids);
        return ids;
    }

    private (ITokenizer Tokenizer, BpeModel Model) Learn(string text, int size)
    {
        var model = BpeLearner.Learn(BpeLearnerTests.Count(text), size);
        model.Save(_folder.Path);
        return (TokenizerFactory.Create($"bpe:{_folder.Path}"), model);
    }
}
