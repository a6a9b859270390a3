using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Text.Reading;

namespace Weft.Tests.Support;

/// <summary>Sentences whose words have tags, <c>word_TAG</c>: "sees", "likes" and "runs" are verbs, but after "the" they are names; so that what stands before counts.</summary>
internal static class TinyTags
{
    private static readonly string[] Verbs = ["sees", "likes", "runs"];

    /// <summary>The tags of a sentence.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> words) => words.Select((word, i) =>
        word is "the" or "a" ? "DET" : Verbs.Contains(word) && (i == 0 || words[i - 1] != "the") ? "VERB" : "NOUN");

    /// <summary>Writes a file, a sentence a line, into the folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int sentences = 400, string name = "tagged.txt")
    {
        var random = RandomStream.For(6, "tags");
        File.WriteAllText(tiny.Folder(name), string.Concat(Enumerable.Range(0, sentences).Select(_ =>
        {
            string[] words = [.. Enumerable.Range(0, 2 + random.NextInt32(9)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)])];
            return string.Join(' ', words.Zip(Of(words), (word, tag) => $"{word}_{tag}")) + "\n";
        })));
        return tiny.Folder(name);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Tagging,
        Data = new DataOptions
        {
            Source = source, TagSeparator = "_", Documents = DocumentUnit.Line, Tokenizer = "words", ValidationRatio = 0.2, TestRatio = 0.2,
        },
    };
}
