using System.Text;
using Weft.Foundation;

namespace Weft.Bench.Preparation;

/// <summary>English-like text whose word frequencies follow Zipf's law; the same for the same size on every machine.</summary>
internal static class SyntheticText
{
    private const int Words = 200_000;
    private const int AliasBits = 20;

    private static readonly string[] Syllables =
        ["an", "ber", "con", "de", "el", "for", "ing", "ka", "lo", "men", "ne", "or", "pre", "qui", "ra", "ste", "ti", "un", "ver", "wo"];

    /// <summary>Writes paragraphs of about 600 characters, separated by blank lines, until the file has this size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="separated">Whether blanks stand around punctuation, as in WikiText, the text that <c>blanks</c> is for.</param>
    public static void Write(string path, long bytes, bool separated)
    {
        var words = CreateWords();
        var drawn = CreateZipf();
        var random = RandomStream.For(1, "synthetic text");
        using var writer = new StreamWriter(path, append: false, StrictUtf8.Encoding, bufferSize: 1 << 20);
        var line = new StringBuilder();
        for (long written = 0, lines = 1; written < bytes; written += line.Length, lines++)
        {
            line.Clear();
            AppendSentence(line, words, drawn, separated ? " " : "", ref random);
            if (lines % 5 == 0)
                line.Append('\n');
            writer.Write(line);
        }
    }

    private static void AppendSentence(StringBuilder line, string[] words, int[] drawn, string gap, ref RandomStream random)
    {
        var length = 12 + random.NextInt32(20);
        for (var i = 0; i < length; i++)
        {
            var word = words[drawn[random.NextUInt64() >> (64 - AliasBits)]];
            if (i == 0)
                line.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
            else
                line.Append(word);
            if (random.NextInt32(12) == 0 && i < length - 1)
                line.Append(gap).Append(',');
            if (i < length - 1)
                line.Append(' ');
        }
        line.Append(gap).Append(".\n");
    }

    private static string[] CreateWords()
    {
        var random = RandomStream.For(1, "synthetic words");
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var rank = 0; words.Count < Words; rank++)
        {
            // Frequent words are short, as in English.
            var syllables = 1 + (rank < 20 ? 0 : random.NextInt32(rank < 5_000 ? 2 : 5));
            var word = new StringBuilder();
            for (var i = 0; i < syllables; i++)
                word.Append(Syllables[random.NextInt32(Syllables.Length)]);
            words.Add(word.ToString());
        }
        return [.. words];
    }

    // A table that holds each word as often as Zipf's law has it, so that a draw is one look-up; the rarest words fill the rest.
    private static int[] CreateZipf()
    {
        var table = new int[1 << AliasBits];
        var harmonic = Enumerable.Range(1, Words).Sum(rank => 1.0 / rank);
        var at = 0;
        for (var word = 0; word < Words; word++)
        {
            for (var copies = Math.Max(1, (int)(table.Length / (harmonic * (word + 1)))); copies > 0 && at < table.Length; copies--)
                table[at++] = word;
        }
        for (; at < table.Length; at++)
            table[at] = at % Words;
        return table;
    }
}
