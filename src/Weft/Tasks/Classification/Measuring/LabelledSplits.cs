using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Measuring;

/// <summary>The texts of a corpus, split by split, as a model is measured on them.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its documents have labels.</param>
/// <param name="targets">What a batch holds for each label of the corpus.</param>
/// <param name="classes">The names of the model's classes.</param>
/// <param name="setup">How texts become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
internal sealed class LabelledSplits(
    TransformerModel model, TokenStore store, IReadOnlyList<int> targets, IReadOnlyList<string> classes, ClassificationSetup setup, IProgress<WorkProgress>? progress)
{
    private readonly Dictionary<Split, LabelledTexts> _texts = [];

    /// <summary>The texts of a split.</summary>
    public LabelledTexts TextsOf(Split split)
    {
        if (!_texts.TryGetValue(split, out var texts))
            _texts.Add(split, texts = new LabelledTexts(store[split], targets, store.Vocabulary, setup with { WordDropout = 0 }));
        return texts;
    }

    /// <summary>Goes over all batches of a split, or this worker's part of them.</summary>
    /// <param name="split">Which.</param>
    /// <param name="take">Measures texts, by their numbers, with what the head sees of each, [batch, dimension and that of n-grams]; without gradients.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="InvalidDataException">There is no text.</exception>
    public void EachBatch(Split split, Action<long[], Batch, Tensor> take, CancellationToken stop)
    {
        var texts = TextsOf(split);
        if (texts.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no text with a token. Give it some words.");
        var what = $"measuring {SplitNames.Of(split)}";
        try
        {
            new MeasuringPass(model, setup.Workers, setup.Batch).Run(
                texts.Count,
                (chosen, buffer) => texts.Read(new Samples(0, chosen), buffer),
                (chosen, batch) => take(chosen, batch, TextStates.Of(model, batch)),
                stop,
                done => progress?.Report(new WorkProgress(what, done, texts.Count, "texts")));
        }
        finally
        {
            progress?.End(what);
        }
    }

    /// <summary>For example <c>classification|blanks|vocabulary:9000:1f0c93ab|labels:6:77aa01ce|context:64|float32|test:9d1e22c0</c>.</summary>
    public string SignatureOf(Split split) => SignatureOf(store, classes, setup, split);

    /// <summary>The same of any corpus and model.</summary>
    public static string SignatureOf(TokenStore store, IReadOnlyList<string> classes, ClassificationSetup setup, Split split) => string.Join('|',
        setup.Task == TaskKind.Matching ? setup.IsApart ? "matching apart" : "matching" : "classification",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"{setup.Labels switch { LabelKind.Score => "scores", LabelKind.Several => "several labels", _ => "labels" }}:{classes.Count}:{LabelTable.HashOf(classes)[..8]}",
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(store.Manifest[split])[..8]}");

    // Texts, where they begin, and their labels.
    private static string HashOf(SplitRecord split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn, TokenStoreFiles.LabelColumn }.Select(split.HashOf)));
}
