using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Tests.Support;

/// <summary>Sentences and their translations in parallel files: each word is another one there, and their order is turned round.</summary>
internal static class TinyPairs
{
    /// <summary>Writes <c>all.de</c> and <c>all.en</c> into a folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int pairs = 400, string name = "pairs")
    {
        var random = RandomStream.For(5, "pairs");
        var sentences = Enumerable.Range(0, pairs).Select(_ => Enumerable.Range(0, 1 + random.NextInt32(6)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)]).ToList()).ToList();
        var folder = tiny.Folder(name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "all.de"), string.Concat(sentences.Select(words => string.Join(' ', words) + "\n")));
        File.WriteAllText(Path.Combine(folder, "all.en"), string.Concat(sentences.Select(words => Translate(words) + "\n")));
        return folder;
    }

    /// <summary>What a sentence is translated into.</summary>
    public static string Translate(IEnumerable<string> words) => string.Join(' ', words.Select(word => $"{word[0]}x{word.Length}").Reverse());

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Translation,
        Data = new DataOptions { Source = source, Field = "de", Second = "en", Tokenizer = "blanks", ValidationRatio = 0.2, TestRatio = 0.2 },
    };
}
