namespace Weft.Runs.Options.Layers;

/// <summary>The presets of tasks other than language modelling, the best that minutes on two cores buy.</summary>
internal static class TaskPresets
{
    /// <summary>Their settings, by their names, in the order in which they are told.</summary>
    public static IReadOnlyList<(string Name, string Settings)> All { get; } =
    [
        // The best classifier that at most five minutes on two cores buy; docs/tasks.md shows it beside others. Ten epochs: more fit the training texts alone.
        ("classify", """
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
            """),

        // The best for pairs of texts that at most five minutes on two cores buy.
        ("match", """
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
            """),

        // The same where each text is read alone: cosines between mean states learn sooner than between maxima, which are alike for all texts at first.
        ("match-apart", """
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
            """),

        // The best tagger that at most five minutes on two cores buy. N-grams bring three points: they tell words apart that were never seen.
        ("tag", """
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
            """),

        // A translator for some ten thousand pairs of sentences.
        ("translate", """
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
            """),

        // What finds answers in at most ten minutes on two cores.
        ("answer", """
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
            """),

        // What captions small pictures after at most ten minutes on two cores.
        ("caption", """
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
            """),
    ];
}
