using System.Collections.Frozen;

namespace Weft.Data.Auditing.Words;

/// <summary>
/// Languages of the Latin script by their most frequent words. A line counts as one of another language only where it clearly is: words that several languages
/// share count for all of them.
/// </summary>
internal static class Languages
{
    private const int Bits = 4;
    private const ulong Most = (1 << Bits) - 1;

    // Shorter lines are names, numbers and quotations.
    private const int FewestWords = 8;
    private const int FewestFrequent = 4;

    // By then it is clear.
    private const int MostDifferent = 32;

    private static readonly (string Name, string Words)[] Known =
    [
        ("English", "the of and to in is that it was for on with as his he be at by have this are not but had from they which or an were"),
        ("German", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie"),
        ("French", "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec ou son aux"),
        ("Spanish", "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me"),
        ("Italian", "di e il la che in un a per è una non del con si da sono le della nel dei gli al alla come più ma i"),
        ("Portuguese", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à seu sua ou"),
        ("Dutch", "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit nog worden door naar wordt"),
        ("Swedish", "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när"),
        ("Danish", "og i at det er en til på som for af med de den har ikke et han der var jeg fra men ved om sig kan også"),
        ("Polish", "i w na z się nie do to że jest o jak po co za od tak ale przez dla ma są był oraz ich być jego tym"),
        ("Czech", "a se v na je že to s z do i o jako po za ale by jsem které byl pro jsou také má které při od ve"),
        ("Turkish", "ve bir bu da de için ile çok daha gibi o ne olarak var kadar en olan sonra ama ki mi her şey ben değil"),
        ("Finnish", "ja on ei että se oli hän mutta ovat kun myös niin joka kuin tai mitä ole sen olla jos vain nyt sitä hänen"),
    ];

    private static readonly FrozenDictionary<uint, ulong> Ones = CreateOnes();

    /// <summary>Counts the different frequent words of each language in a line; fifteen at most are counted.</summary>
    public static ulong Count(ReadOnlySpan<uint> words)
    {
        if (words.Length < FewestWords)
            return 0;
        Span<int> counts = stackalloc int[Known.Length];
        counts.Clear();
        Span<uint> seen = stackalloc uint[MostDifferent];
        var different = 0;
        foreach (var word in words)
        {
            if (!Ones.TryGetValue(word, out var ones) || seen[..different].Contains(word))
                continue;
            if (different == MostDifferent)
                break;
            seen[different++] = word;
            for (var language = 0; language < counts.Length; language++)
                counts[language] += (int)((ones >> (Bits * language)) & 1);
        }
        var packed = 0UL;
        for (var language = 0; language < counts.Length; language++)
            packed |= Math.Min((ulong)counts[language], Most) << (Bits * language);
        return packed;
    }

    /// <summary>Adds a line's counts to those of a corpus.</summary>
    /// <param name="frequent">Of the line.</param>
    /// <param name="totals">[languages] those of the corpus.</param>
    public static void AddTo(ulong frequent, Span<long> totals)
    {
        for (var language = 0; language < Known.Length; language++)
            totals[language] += CountOf(frequent, language);
    }

    /// <summary>How many languages are known.</summary>
    public static int Number => Known.Length;

    /// <summary>The other language that a line is in; null where it is the corpus's or cannot be told.</summary>
    /// <param name="line">The line.</param>
    /// <param name="main">The number of the corpus's language.</param>
    public static string? Other(AuditedLine line, int main)
    {
        var best = 0;
        for (var language = 1; language < Known.Length; language++)
            best = CountOf(line.Frequent, language) > CountOf(line.Frequent, best) ? language : best;
        var count = CountOf(line.Frequent, best);
        var isClear = count >= FewestFrequent && 6 * count >= Math.Min(line.Words, 6 * (int)Most) && count > 2 * CountOf(line.Frequent, main);
        return best != main && isClear ? Known[best].Name : null;
    }

    private static int CountOf(ulong frequent, int language) => (int)((frequent >> (Bits * language)) & Most);

    private static FrozenDictionary<uint, ulong> CreateOnes()
    {
        var ones = new Dictionary<uint, ulong>();
        for (var language = 0; language < Known.Length; language++)
        {
            foreach (var word in Known[language].Words.Split(' ').Distinct().Select(WordHashes.Of))
                ones[word] = ones.GetValueOrDefault(word) | 1UL << (Bits * language);
        }
        return ones.ToFrozenDictionary();
    }
}
