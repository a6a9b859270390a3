using CsCheck;

namespace Weft.Tests.Text.Tokenizers.Learning;

/// <summary>Texts for tests: of many scripts, and random ones.</summary>
internal static class Texts
{
    public const string German = "Die Donaudampfschifffahrt über größere Flüsse, sagte Jürgen Weiß, fällt heute aus.\n";
    public const string Chinese = "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？\n";
    public const string Japanese = "吾輩は猫である。名前はまだ無い。コーヒーをのむ。\n";
    public const string Thai = "ภาษาไทยไม่มีช่องว่างระหว่างคำ ที่นี่มีน้ำ\n";
    public const string Emoji = "Bravo 👏🏽👏🏽 from 👩‍👩‍👧‍👦 in 🇩🇪 ❤️ 1️⃣!\n";
    public const string Code = "public static int Sum(int[] values)\n{\n    var sum = 0;\n\n\tforeach (var value in values)\n        sum += value; // it's 1,024\r\n    return sum;\n}\n";

    public static readonly string[] All = [German, Chinese, Japanese, Thai, Emoji, Code];

    /// <summary>Characters that matter to the rule, of one UTF-16 unit.</summary>
    private static readonly Gen<string> Units = Gen.OneOf(
        Gen.Char["abzABZßéÉ'’’.,;{}()_- \t\n\r\u00A0\u3000019٣²"], Gen.Char["的猫々ひらカナーｶ゛ไทยที่ക്אبҗЖ한글\u0301\u0E31ǅʰ"], Gen.Char['\u0000', '\uD7FF'], Gen.Char['\uE000', '\uFFFF'])
        .Select(letter => letter.ToString());

    private static readonly Gen<string> Pairs = Gen.OneOf(
        Gen.OneOf("😀", "👩‍👧", "🇩🇪", "𝐀", "𝟙", "𠀀", "𐐀", "𐐨"), Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32));

    public static Gen<string> OfUnits(int length) => Units.Array[0, length].Select(string.Concat);

    public static Gen<string> OfAll(int length) => Gen.OneOf(Units, Units, Units, Pairs).Array[0, length].Select(string.Concat);

    /// <summary>Text with few different characters, where pairs often meet and counts are often equal.</summary>
    public static Gen<string> OfFew(int length) => Gen.OneOf("a", "a", "b", "c", " ", "\n", "é", "的", "😀", "B", "1").Array[0, length].Select(string.Concat);
}
