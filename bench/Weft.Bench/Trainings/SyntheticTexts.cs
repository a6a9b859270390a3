using Weft.Foundation;

namespace Weft.Bench.Trainings;

/// <summary>Texts with labels that say nothing of them, for measurements of speed: words by Zipf's law, each at least once, and lengths from an eighth of the context to all of it.</summary>
internal static class SyntheticTexts
{
    private const int Labels = 6;
    private const int FewestInSplit = 8;

    /// <summary>Writes a folder with the three splits.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="vocabulary">How many words there are.</param>
    /// <param name="texts">How many texts the training split has at least.</param>
    /// <param name="context">The longest text, with its end.</param>
    /// <param name="seed">Another seed is another text.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, int vocabulary, int texts, int context, long seed)
    {
        Directory.CreateDirectory(folder);
        var random = RandomStream.For(seed, "synthetic texts");
        var (lengths, all) = (new List<int>(), 0);
        while (lengths.Count < texts || all < vocabulary)
        {
            lengths.Add(Math.Max(1, context / 8 + random.NextInt32(context - context / 8)));
            all += lengths[^1];
        }
        var words = SyntheticTokens.Draw(all, vocabulary, seed);
        for (var word = 0; word < vocabulary; word++)
            words[word] = word;
        random.Shuffle<int>(words);
        var (lines, at) = (new List<string>(), 0);
        foreach (var length in lengths)
        {
            lines.Add($"{random.NextInt32(Labels)}\t{string.Join(' ', words.Skip(at).Take(length).Select(word => $"w{word}"))}");
            at += length;
        }
        Write(folder, "train", lines);
        Write(folder, "validation", lines.Take(FewestInSplit));
        Write(folder, "test", lines.Take(FewestInSplit));
        return folder;
    }

    private static void Write(string folder, string split, IEnumerable<string> lines) =>
        File.WriteAllLines(Path.Combine(folder, split + ".tsv"), lines.Prepend("label\ttext"));
}
