using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Experiments.Comparisons.Planning;

/// <summary>What one kind of arm changes of the base run.</summary>
/// <param name="Name">What tables call it, and its folder's name.</param>
/// <param name="Settings">A part of the tree of <c>config.json</c>; <c>{NAME}</c> in texts is the run folder of an earlier variant.</param>
internal sealed record Variant(string Name, JsonObject Settings)
{
    /// <summary>Reads variants from a JSON file: an object with a member for each, in the shape of <c>config.json</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it is not JSON.</exception>
    internal static IReadOnlyList<Variant> ReadFile(string path, Problems problems)
    {
        var variants = new List<Variant>();
        foreach (var (name, node) in WeftJson.ReadFile<JsonObject>(path, "file of variants"))
        {
            if (node is JsonObject settings)
                variants.Add(new Variant(name, settings.DeepClone().AsObject()));
            else
                problems.Add($"variant {name} in {path} is {node?.ToJsonString() ?? "null"}; it must be an object of settings, as in config.json.");
        }
        return variants;
    }
}
