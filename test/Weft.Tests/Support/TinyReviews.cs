using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Tests.Support;

/// <summary>Short texts with labels in a CSV file: a cat makes a text "cats", else a dog "dogs", else it is "others".</summary>
internal static class TinyReviews
{
    /// <summary>Writes the file into the folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int texts = 400, string name = "reviews.csv")
    {
        var random = RandomStream.For(5, "reviews");
        var rows = Enumerable.Range(0, texts).Select(_ =>
        {
            var words = Enumerable.Range(0, 2 + random.NextInt32(9)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)]).ToList();
            return $"\"{string.Join(' ', words)}\",{(words.Contains("cat") ? "cats" : words.Contains("dog") ? "dogs" : "others")}";
        });
        File.WriteAllText(tiny.Folder(name), "review,kind\n" + string.Concat(rows.Select(row => row + "\n")));
        return tiny.Folder(name);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Classification,
        Data = new DataOptions { Source = source, Field = "review", Label = "kind", Tokenizer = "words", ValidationRatio = 0.2, TestRatio = 0.2 },
    };
}
