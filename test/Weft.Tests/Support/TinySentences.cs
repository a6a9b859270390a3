using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Text.Reading;

namespace Weft.Tests.Support;

/// <summary>Short sentences with tags in a text file: an animal is N, a verb V, the word behind "the" D where it is none of these, and all else X.</summary>
internal static class TinySentences
{
    /// <summary>Writes the file into the folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int sentences = 400, string name = "sentences.txt")
    {
        var random = RandomStream.For(7, "sentences");
        var lines = Enumerable.Range(0, sentences).Select(_ =>
        {
            var words = Enumerable.Range(0, 2 + random.NextInt32(9)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)]).ToList();
            return string.Join(' ', words.Select((word, i) => $"{word}_{TagOf(word, i > 0 ? words[i - 1] : "")}"));
        });
        File.WriteAllText(tiny.Folder(name), string.Concat(lines.Select(line => line + "\n")));
        return tiny.Folder(name);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Tagging,
        Data = new DataOptions { Source = source, TagSeparator = "_", Documents = DocumentUnit.Line, Tokenizer = "bpe:300", ValidationRatio = 0.2, TestRatio = 0.2 },
    };

    private static string TagOf(string word, string before) => word switch
    {
        "cat" or "dog" => "N",
        "sees" or "likes" or "runs" => "V",
        _ => before == "the" ? "D" : "X",
    };
}
