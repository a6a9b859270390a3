using System.Text.RegularExpressions;
using CsCheck;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Tests.Text.Tokenizers.Learning;

public partial class PieceSplitterTests
{
    private const string Script = @"\u3005\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u3040-\u309F\u30A0-\u30FF\u31F0-\u31FF\uFF66-\uFF9D";
    private const string Capital = @"[\p{Lu}\p{Lt}]";
    private const string Mark = @"[\p{M}\u30FC]";
    private const string Letter = $@"[\p{{Ll}}\p{{Lm}}\p{{Lo}}-[{Script}]]";
    private const string Han = @"[\u3005\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF-[\P{L}]]";
    private const string Hiragana = @"[\u3040-\u309F-[\P{L}]]";
    private const string Katakana = @"[\u30A0-\u30FF\u31F0-\u31FF\uFF66-\uFF9D-[\P{L}\u30FC]]";
    private const string Symbol = @"[^\s\p{L}\p{M}\p{N}]";

    // The rule of docs/formats.md as a pattern, for characters of one UTF-16 unit and pieces below the greatest length.
    private const string Rule = $@"['\u2019](?:{Capital}|{Letter}|{Mark}){{1,2}}(?!{Capital}|{Letter}|{Mark})"
        + $@"| ?(?:{Capital}+(?:{Letter}|{Mark})*|(?:{Letter}|{Mark})+|{Han}(?:{Han}|{Mark})*|{Hiragana}(?:{Hiragana}|{Mark})*|{Katakana}(?:{Katakana}|{Mark})*)"
        + $@"| ?\p{{N}}{{1,3}}| ?{Symbol}(?:{Symbol}|{Mark})*[\r\n]*|\s*[\r\n]|\s+(?= \S)|\s+";

    [Theory]
    [InlineData("Hello world, it's fine.\n\nNext", "Hello| world|,| it|'s| fine|.\n\n|Next")]
    [InlineData("    return TokenStore.Open(x);\n", "   | return| Token|Store|.|Open|(|x|);\n")]
    [InlineData("\t\tif (a12345)", "\t\t|if| (|a|123|45|)")]
    [InlineData("a  \n \n  b", "a|  \n \n| | b")]
    [InlineData("XMLReader MAX_VALUE", "XMLReader| MAX|_|VALUE")]
    [InlineData("コーヒーをのむ猫は", "コーヒー|をのむ|猫|は")]
    [InlineData("学而时习之，不亦说乎？", "学而时习之|，|不亦说乎|？")]
    [InlineData("ที่นี่ น้ำ", "ที่นี่| น้ำ")]
    [InlineData("हिन्दी में", "हिन्दी| में")]
    [InlineData("한국어 문장", "한국어| 문장")]
    [InlineData("l’homme n't 's'", "l|’|homme| n|'t| '|s|'")]
    [InlineData("❤️ 👩‍👧 1️⃣", "❤️| 👩‍👧| 1|️⃣")]
    [InlineData("a\u0000b\rc", "a|\u0000|b|\r|c")]
    public void Text_is_divided_where_its_kinds_change(string text, string pieces) => Assert.Equal(pieces, string.Join('|', PiecesOf(text)));

    [Fact]
    public void Pieces_are_those_of_the_pattern() =>
        Texts.OfUnits(25).Sample(text => Published().Matches(text).Select(match => match.Value).SequenceEqual(PiecesOf(text)), iter: 20_000);

    [Fact]
    public void Pieces_joined_are_the_text_and_are_short_and_whole() =>
        Gen.OneOf(Texts.OfAll(200), Gen.Select(Texts.OfAll(2), Gen.Int[0, 120], (text, times) => string.Concat(Enumerable.Repeat(text, times)))).Sample(text =>
        {
            var pieces = PiecesOf(text);
            return string.Concat(pieces) == text && pieces.TrueForAll(piece =>
                piece.Length <= PieceSplitter.MaximumLength && !char.IsLowSurrogate(piece[0]) && !char.IsHighSurrogate(piece[^1]));
        }, iter: 5_000);

    [GeneratedRegex(Rule, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Published();

    internal static List<string> PiecesOf(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = PieceSplitter.EndOf(text, start);
            pieces.Add(text[start..end]);
            start = end;
        }
        return pieces;
    }
}
