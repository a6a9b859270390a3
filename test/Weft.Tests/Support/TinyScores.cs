using System.Globalization;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Text;

namespace Weft.Tests.Support;

/// <summary>Short texts with a number in a CSV file: each cat adds 1 to it, each dog a quarter.</summary>
internal static class TinyScores
{
    /// <summary>Writes the file into the folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int texts = 400, string name = "scores.csv")
    {
        var random = RandomStream.For(6, "scores");
        var rows = Enumerable.Range(0, texts).Select(_ =>
        {
            var words = Enumerable.Range(0, 2 + random.NextInt32(9)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)]).ToList();
            return $"\"{string.Join(' ', words)}\",{(words.Count(word => word == "cat") + 0.25 * words.Count(word => word == "dog")).ToString(CultureInfo.InvariantCulture)}";
        });
        File.WriteAllText(tiny.Folder(name), "review,animals\n" + string.Concat(rows.Select(row => row + "\n")));
        return tiny.Folder(name);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source)
    {
        var options = TinyReviews.Options(tiny, source);
        return options with { Data = options.Data with { Label = "animals", Labels = LabelKind.Score } };
    }
}
