using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>The settings that each entry of <c>training.phases</c> has, in the tree from which options are read.</summary>
internal static class PhaseTree
{
    /// <summary>Lays what a phase says of schedule and optimizer over the run's, and notes and removes keys that there are not.</summary>
    public static void Complete(JsonObject tree, Problems problems)
    {
        foreach (var phase in (tree["training"]?["phases"] as JsonArray ?? []).OfType<JsonObject>())
        {
            RequireKeys(phase, "", problems);
            foreach (var section in new[] { "schedule", "optimizer" })
            {
                if (phase[section] is not JsonObject own || tree[section] is not JsonObject ofRun)
                    continue;
                var whole = ofRun.DeepClone().AsObject();
                foreach (var (name, value) in own)
                    whole[name] = value?.DeepClone();
                phase[section] = whole;
            }
        }
    }

    private static void RequireKeys(JsonObject node, string prefix, Problems problems)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (!OptionKeys.ExistsInPhase(prefix + name))
            {
                node.Remove(name);
                problems.Add($"training.phases {prefix}{name} is not a setting; {OptionKeys.SuggestInPhase(prefix + name)}");
            }
            else if (value is JsonObject inner)
                RequireKeys(inner, prefix + name + ".", problems);
        }
    }
}
