using System.Text.Json;
using Weft.Foundation;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Text;

namespace Weft.Tests.Support;

/// <summary>Short texts as JSON lines with a list of the animals in them: cats, dogs, both or none.</summary>
internal static class TinyAnimals
{
    /// <summary>The options of a tiny training that learns them; writes the file.</summary>
    public static RunOptions Options(TinyTraining tiny)
    {
        var random = RandomStream.For(7, "animals");
        var path = tiny.Folder("animals.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 400).Select(_ =>
        {
            var words = Enumerable.Range(0, 2 + random.NextInt32(7)).Select(_ => TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)]).ToList();
            return JsonSerializer.Serialize(new { review = string.Join(' ', words), animals = words.Where(word => word is "cat" or "dog").Distinct() });
        }));
        var options = TinyReviews.Options(tiny, path);
        return options with { Data = options.Data with { Label = "animals", Labels = LabelKind.Several }, Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW } };
    }
}
