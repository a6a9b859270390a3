namespace Weft.Data.Auditing.Words;

/// <summary>Runs of words by which a passage is recognised wherever it stands: of several that follow one another the one of least hash (Schleimer, Wilkerson and Aiken 2003, "Winnowing").</summary>
internal static class Winnowing
{
    /// <summary>How many words a run has.</summary>
    public const int Run = 13;

    /// <summary>Every passage of so many words has a run in common with its copies.</summary>
    public const int Certain = Run + Window - 1;

    private const int Window = 8;

    /// <summary>Chooses the runs of a text.</summary>
    /// <param name="words">The text.</param>
    /// <param name="chosen">Hears the hash of each and the place of its first word.</param>
    public static void Choose(ReadOnlySpan<uint> words, Action<ulong, int> chosen)
    {
        var rolling = new RollingHash(Run);
        Span<ulong> last = stackalloc ulong[Window];
        var remembered = -1;
        for (var i = 0; i < words.Length; i++)
        {
            var hash = rolling.Next(words, i);
            if (i < Run - 1)
                continue;
            last[(i - Run + 1) % Window] = hash;
            if (i < Certain - 1)
                continue;
            // The last of the least, so that the choice depends on these eight alone.
            var least = i - Run + 1;
            for (var back = 1; back < Window; back++)
            {
                if (last[(i - Run + 1 - back) % Window] < last[least % Window])
                    least = i - Run + 1 - back;
            }
            if (least != remembered)
                chosen(last[least % Window], least);
            remembered = least;
        }
    }
}
