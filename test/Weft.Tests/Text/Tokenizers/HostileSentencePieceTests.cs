using Weft.Tests.Support;
using Weft.Text.Tokenizers;
using static Weft.Tests.Text.Tokenizers.SentencePieceModel;

namespace Weft.Tests.Text.Tokenizers;

public sealed class HostileSentencePieceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelFile => _folder.File("tiny.model");

    [Fact]
    public void A_piece_of_a_million_letters_is_refused_and_does_not_end_the_process() =>
        AssertRefused([.. TinyPieces, (new string('a', 1 << 20), -1, Normal)], "piece 8 has 1,048,576 bytes; at most 1,024 are taken");

    [Fact]
    public void Long_pieces_work()
    {
        var (longest, used) = (new string('l', 1_024), new string('o', 500));
        var tokenizer = Load(Of([.. TinyPieces, (longest, -1, Normal), (used, -1, Normal)]));

        Assert.Equal(["▁", used, "</s>"], Tokens.Encode(tokenizer, used).Ids.Select(id => tokenizer.FixedVocabulary![id]));
        Assert.Equal(longest, tokenizer.FixedVocabulary![8]);
    }

    [Fact]
    public void Pieces_that_cannot_be_are_refused()
    {
        AssertRefused([.. TinyPieces, ("", -1, Normal)], "piece 8 is empty");
        AssertRefused([.. TinyPieces, ("a\0b", -1, Normal)], "piece 8 has the character U+0000");
        AssertRefused([.. TinyPieces, ("low", float.NaN, Normal)], "piece 8, 'low', has the score NaN");
        AssertRefused([.. TinyPieces, ("low", -1, 7)], "piece 8, 'low', has the type 7");
        AssertRefused([.. TinyPieces, ("a\n\u001bb", -1, 7)], "piece 8, 'a\\u000A\\u001Bb', has the type 7");
        AssertRefused([.. TinyPieces, ("l", -1, Normal)], "piece 8 is 'l', as is piece 4");
        AssertRefused([.. TinyPieces, ("x", 0, Control)], "its special piece 'x' is a single character");
        AssertRefused([], "it has no pieces");
        AssertRefused([.. TinyPieces.Skip(1)], "its unk_id is 0, which is no unknown piece '<unk>'");
        AssertRefused([.. TinyPieces.Take(2)], "its eos_id is 2, which is no piece");
        AssertRefused(TinyPieces, "its model_type is 3; it must be 1 (unigram) or 2 (BPE)", modelType: 3);
    }

    [Fact]
    public void Damaged_rules_for_characters_are_refused()
    {
        AssertRefused(TinyPieces, "its precompiled_charsmap is cut short", rules: [255, 255, 255, 255, 0]);
        AssertRefused(TinyPieces, "its precompiled_charsmap is cut short", rules: [1]);
        AssertRefused(TinyPieces, "its precompiled_charsmap has a text without an end", rules: [4, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'a', 2_000), 0]);
    }

    [Fact]
    public void A_table_that_leads_out_of_itself_is_a_plain_error_when_a_text_goes_there()
    {
        // One unit that sends every character far beyond the end.
        var tokenizer = Load(Of(TinyPieces, rules: [4, 0, 0, 0, 0, 0xFC, 0xFF, 0x7F, (byte)'a', 0]));
        var error = Assert.Throws<InvalidDataException>(() => Tokens.Encode(tokenizer, "low"));

        Assert.StartsWith($"The tokenizer {ModelFile} is damaged; a text cannot be encoded with it: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Unigram)]
    [InlineData(Bpe)]
    public void Blanks_in_a_row_become_one_where_the_model_says_so(int modelType)
    {
        var tokenizer = Load(Of([.. TinyPieces, ("▁lo", -3, Normal), ("lo", -3, Normal)], modelType));

        Assert.Equal("low low\n", Tokens.RoundTrip(tokenizer, "  low   low "));
        Assert.Equal(["▁", "w", "</s>"], Tokens.Encode(tokenizer, "w").Ids.Select(id => tokenizer.FixedVocabulary![id]));
        Assert.Equal(["</s>"], Tokens.Encode(tokenizer, "   ").Ids.Select(id => tokenizer.FixedVocabulary![id]));
    }

    [Fact]
    public void Line_ends_that_the_rules_make_blanks_do_not_add_up()
    {
        var tokenizer = Load(Of(TinyPieces, rules: CharacterRules.LineEndToBlank()));

        Assert.Equal("low low\n", Tokens.RoundTrip(tokenizer, "low\n \n\nlow\n"));
    }

    public void Dispose() => _folder.Dispose();

    private ITokenizer Load(byte[] model)
    {
        File.WriteAllBytes(ModelFile, model);
        return TokenizerFactory.Create($"sentencepiece:{ModelFile}");
    }

    private void AssertRefused(IEnumerable<(string, float, int)> pieces, string problem, int modelType = Unigram, byte[]? rules = null)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(Of(pieces, modelType, rules)));

        Assert.StartsWith($"The tokenizer {ModelFile} is not a SentencePiece model that can be used: {problem}", error.Message, StringComparison.Ordinal);
    }
}
