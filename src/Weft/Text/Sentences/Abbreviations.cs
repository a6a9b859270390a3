using System.Collections.Frozen;

namespace Weft.Text.Sentences;

/// <summary>English abbreviations, written without their last full stop, and the words that sentences most often begin with.</summary>
internal static class Abbreviations
{
    private static readonly FrozenSet<string> Titles = Set(
        "mr mrs ms mx dr prof st ste mt ft rev revd hon gen col maj capt cpt cmdr lt sgt cpl pvt adm gov sen rep pres supt insp messrs mme "
        + "mlle fr e.g i.e vs cf viz ca approx eds trans resp incl esp");

    private static readonly FrozenSet<string> BeforeNumbers = Set(
        "no nos nr p pp vol vols fig figs ch chap sec sect art eq eqs op par para pt ver v jan feb mar apr jun jul aug sep sept oct nov dec "
        + "lines line tab ex app");

    private static readonly FrozenSet<string> Others = Set(
        "etc inc ltd co corp bros jr sr al dept univ assn ave blvd rd est ed jan feb mar apr jun jul aug sep sept oct nov dec mon tue "
        + "wed thu fri sat sun min max temp misc ph.d m.d b.a m.a u.s u.k u.n a.m p.m b.c a.d");

    private static readonly FrozenSet<string> Beginnings = Set(
        "the a an it he she they we i you this that these those there here in on at by for from with as after before during when while "
        + "although though if since because however but and or so then thus his her its their our my your one some many most all both each "
        + "no not what who where why how another other once later also despite until under over");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TitlesBySpan = Titles.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NumbersBySpan = BeforeNumbers.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OthersBySpan = Others.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeginningsBySpan = Beginnings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Titles and the like, behind which no sentence ends: Dr., e.g.</summary>
    public static bool AlwaysGoOn(ReadOnlySpan<char> word) => TitlesBySpan.Contains(word);

    /// <summary>Words that a number follows: No. 5, Fig. 2, Jan. 3.</summary>
    public static bool GoOnBeforeNumbers(ReadOnlySpan<char> word) => NumbersBySpan.Contains(word);

    /// <summary>Abbreviations behind which a sentence ends only before a usual beginning: Inc., etc., Jr.</summary>
    public static bool MayEnd(ReadOnlySpan<char> word) => OthersBySpan.Contains(word);

    /// <summary>Whether text begins, in upper case, with a word that sentences often begin with.</summary>
    public static bool IsUsualBeginning(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsLetter(text[length]))
            length++;
        return length > 0 && char.IsUpper(text[0]) && BeginningsBySpan.Contains(text[..length]);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
