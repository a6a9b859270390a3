using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options.Layers;

namespace Weft.Runs.Options;

/// <summary>Named starting points; each holds only what differs from the defaults of <see cref="RunOptions"/>.</summary>
public static class PresetLayers
{
    /// <summary>What is trained when neither preset nor task is named.</summary>
    public const string Default = "small";

    /// <summary>The one whose every setting is a default, but for its budget.</summary>
    public const string Reference = "reference";

    private static readonly Dictionary<string, string> OfLanguageModels = new(StringComparer.Ordinal)
    {
        // The published model, whose every setting is a default; one epoch.
        [Reference] = """{ "budget": { "epochs": 1 } }""",

        // The whole published recipe: parallel columns of words, two phases, label smoothing, Adam; word vectors where --vectors names a file.
        ["method"] = """
            {
              "model": { "positions": "sinusoidal-trainable", "maximumPositions": 512 },
              "data": { "level": "word" },
              "training": {
                "batching": "stream",
                "phases": [
                  { "name": "embeddings", "trainable": "embeddings", "share": 1 },
                  { "name": "full", "trainable": "all", "share": 4 }
                ]
              },
              "budget": { "epochs": 1 }
            }
            """,

        // The best that two minutes on two cores buy; docs/performance.md shows what was tried.
        ["small"] = """
            {
              "model": {
                "dimension": 128, "layers": 2, "heads": 4, "feedForward": 512, "dropout": 0,
                "norm": "pre", "positions": "rotary", "activation": "gelu",
                "tieEmbeddings": true, "initialRange": 0.02, "frequencyBias": true
              },
              "training": { "batch": 16, "context": 64, "labelSmoothing": 0 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.003, "warmup": 0.05, "shape": "linear" },
              "budget": { "minutes": 2 }
            }
            """,

        // The size of GPT-2 small (Radford et al. 2019): 124 million parameters with its 50,257 tokens. Its positions were learned; here
        // they are rotary, which take no parameters. Its weights had a standard deviation of 0.02: so has a uniform one in +-0.035.
        ["gpt2-small"] = """
            {
              "data": { "tokenizer": "bpe:50257", "vocabularySize": 50257 },
              "model": {
                "dimension": 768, "layers": 12, "heads": 12, "feedForward": 3072, "dropout": 0,
                "norm": "pre", "positions": "rotary", "maximumPositions": 1024, "activation": "gelu",
                "tieEmbeddings": true, "scaleEmbedding": false, "initialRange": 0.035
              },
              "training": { "batch": 4, "context": 64, "labelSmoothing": 0 },
              "optimizer": { "kind": "adamw", "beta2": 0.95, "weightDecay": 0.1, "clipNorm": 1 },
              "schedule": { "peakRate": 0.0003, "warmup": 0.02, "shape": "cosine" },
              "budget": { "epochs": 1 }
            }
            """,
    };

    private static readonly Dictionary<string, string> All =
        OfLanguageModels.Concat(TaskPresets.All.Select(preset => KeyValuePair.Create(preset.Name, preset.Settings))).ToDictionary(StringComparer.Ordinal);

    /// <summary>The names that <c>--preset</c> takes.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. OfLanguageModels.Keys, .. TaskPresets.All.Select(preset => preset.Name)];

    /// <summary>A preset's settings.</summary>
    /// <exception cref="ConfigurationException">There is no such preset.</exception>
    public static JsonObject Get(string name) => All.TryGetValue(name, out var json)
        ? JsonNode.Parse(json)!.AsObject()
        : throw new ConfigurationException($"preset is {name}; it must be one of {string.Join(", ", Names)}.");
}
