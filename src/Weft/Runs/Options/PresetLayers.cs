using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>Named starting points; each holds only what differs from the defaults of <see cref="RunOptions"/>.</summary>
public static class PresetLayers
{
    /// <summary>What is trained when neither preset nor task is named.</summary>
    public const string Default = "small";

    /// <summary>The one whose every setting is a default, but for its budget.</summary>
    public const string Reference = "reference";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
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

        // The best classifier that at most five minutes on two cores buy; docs/tasks.md shows it beside others. Ten epochs: more fit the training texts alone.
        ["classify"] = """
            {
              "task": "classification",
              "data": { "tokenizer": "words" },
              "model": {
                "dimension": 64, "layers": 1, "heads": 4, "feedForward": 128, "dropout": 0.5,
                "norm": "post", "positions": "sinusoidal", "activation": "gelu",
                "initialRange": 0.1, "frequencyBias": true,
                "ngrams": { "buckets": 262144 }
              },
              "training": { "batch": 32, "context": 128, "labelSmoothing": 0.1 },
              "sampling": { "wordDropout": 0.2 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.002, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 10, "minutes": 5 }
            }
            """,

        // The best for pairs of texts that at most five minutes on two cores buy.
        ["match"] = """
            {
              "task": "matching",
              "data": { "tokenizer": "words" },
              "model": {
                "dimension": 64, "layers": 1, "heads": 4, "feedForward": 128, "dropout": 0.5,
                "norm": "post", "positions": "sinusoidal", "activation": "gelu",
                "initialRange": 0.1, "frequencyBias": true,
                "pooling": "maximum", "ngrams": { "buckets": 262144 }
              },
              "training": { "batch": 32, "context": 128, "labelSmoothing": 0.1 },
              "sampling": { "wordDropout": 0.1 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.002, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 10, "minutes": 5 }
            }
            """,

        // The same where each text is read alone: cosines between mean states learn sooner than between maxima, which are alike for all texts at first.
        ["match-apart"] = """
            {
              "task": "matching",
              "matching": { "kind": "apart" },
              "data": { "tokenizer": "words" },
              "model": {
                "dimension": 64, "layers": 1, "heads": 4, "feedForward": 128, "dropout": 0.3,
                "norm": "post", "positions": "sinusoidal", "activation": "gelu",
                "initialRange": 0.1, "frequencyBias": true,
                "pooling": "mean", "ngrams": { "buckets": 262144, "dimension": 64 }
              },
              "training": { "batch": 32, "context": 128, "labelSmoothing": 0 },
              "sampling": { "wordDropout": 0.1 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.005, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 20, "minutes": 10 }
            }
            """,

        // The best tagger that at most five minutes on two cores buy. N-grams bring three points: they tell words apart that were never seen.
        ["tag"] = """
            {
              "task": "tagging",
              "data": { "tokenizer": "bpe:4000" },
              "model": {
                "dimension": 128, "layers": 2, "heads": 4, "feedForward": 512, "dropout": 0.2,
                "norm": "pre", "positions": "rotary", "activation": "gelu",
                "initialRange": 0.02, "frequencyBias": true,
                "ngrams": { "buckets": 65536 }
              },
              "training": { "batch": 32, "context": 128, "labelSmoothing": 0.1 },
              "sampling": { "wordDropout": 0.05 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.003, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 5, "minutes": 5 }
            }
            """,

        // A translator for some ten thousand pairs of sentences.
        ["translate"] = """
            {
              "task": "translation",
              "data": { "tokenizer": "bpe:8000" },
              "model": {
                "dimension": 256, "layers": 2, "heads": 4, "feedForward": 512, "dropout": 0.3,
                "norm": "pre", "positions": "rotary", "activation": "gelu",
                "tieEmbeddings": true, "initialRange": 0.02, "frequencyBias": true
              },
              "training": { "batch": 64, "context": 64, "labelSmoothing": 0.1 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.002, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 15, "minutes": 30 }
            }
            """,

        // What finds answers in at most ten minutes on two cores.
        ["answer"] = """
            {
              "task": "answering",
              "data": { "tokenizer": "bpe:4000" },
              "model": {
                "dimension": 128, "layers": 3, "heads": 4, "feedForward": 512, "dropout": 0.1,
                "norm": "pre", "positions": "rotary", "activation": "gelu", "initialRange": 0.02
              },
              "training": { "batch": 32, "context": 256, "labelSmoothing": 0 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.001, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 10, "minutes": 10 }
            }
            """,

        // What captions small pictures after at most ten minutes on two cores.
        ["caption"] = """
            {
              "task": "captioning",
              "data": { "tokenizer": "bpe:4000" },
              "model": {
                "dimension": 128, "layers": 3, "heads": 4, "feedForward": 512, "dropout": 0.05, "patch": 8,
                "norm": "pre", "positions": "rotary", "activation": "gelu",
                "tieEmbeddings": true, "initialRange": 0.02, "frequencyBias": true
              },
              "training": { "batch": 32, "context": 32, "labelSmoothing": 0.1 },
              "sampling": { "imageShift": 2, "imageColor": 0.1 },
              "optimizer": { "kind": "adamw", "beta2": 0.98, "weightDecay": 0.01, "clipNorm": 1 },
              "schedule": { "peakRate": 0.0015, "warmup": 0.05, "shape": "linear" },
              "budget": { "epochs": 40, "minutes": 10 }
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

    /// <summary>The names that <c>--preset</c> takes.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>What is trained when no preset is named.</summary>
    /// <param name="given">What the user gave.</param>
    internal static string DefaultFor(JsonObject given) => TaskRules.NameIn(given) switch
    {
        TaskRules.Classification => "classify",
        TaskRules.Matching => TaskRules.AreReadApart(given) ? "match-apart" : "match",
        TaskRules.Tagging => "tag",
        TaskRules.Translation => "translate",
        TaskRules.Answering => "answer",
        TaskRules.Captioning => "caption",
        _ => Default,
    };

    /// <summary>A preset's settings.</summary>
    /// <exception cref="ConfigurationException">There is no such preset.</exception>
    public static JsonObject Get(string name) => All.TryGetValue(name, out var json)
        ? JsonNode.Parse(json)!.AsObject()
        : throw new ConfigurationException($"preset is {name}; it must be one of {string.Join(", ", Names)}.");
}
