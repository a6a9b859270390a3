using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Classification.Scores;
using Weft.Text;

namespace Weft.Tasks.Classification;

/// <summary>What learns and measures each kind of labels.</summary>
internal static class LabelKinds
{
    /// <summary>The names of a model's classes, by the corpus that it learns.</summary>
    /// <exception cref="InvalidDataException">There is nothing to tell apart.</exception>
    public static IReadOnlyList<string> ClassesOf(TokenStore store) => store.Manifest.Options.Labels == LabelKind.Score ? ScoreBins.Of(store).Names : store.LabelNames;

    /// <summary>The numbers of a corpus's own labels.</summary>
    public static IReadOnlyList<int> Identity(TokenStore store) => [.. Enumerable.Range(0, store.LabelNames.Count)];

    /// <summary>What a head learns.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="classes">The names of the model's classes.</param>
    /// <param name="kind">What a label is.</param>
    public static ILabelTargets TargetsOf(TokenStore store, IReadOnlyList<string> classes, LabelKind kind) =>
        kind == LabelKind.Score ? ScoresOf(store, classes) : new SingleLabels();

    /// <summary>How many training texts each class has.</summary>
    public static long[] FrequenciesOf(TokenStore store)
    {
        var counts = LabelFrequencies.Count(store[Split.Train], store.LabelNames.Count);
        return store.Manifest.Options.Labels == LabelKind.Score ? ScoresOf(store, ClassesOf(store)).CountClasses(counts) : counts;
    }

    /// <summary>What measures a model.</summary>
    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="store">The corpus; its documents have labels.</param>
    /// <param name="classes">The names of the model's classes.</param>
    /// <param name="setup">How texts become examples.</param>
    /// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
    /// <param name="name">What the report of a text of its own is called; null takes the name of the split.</param>
    public static ILabelMeter MeterOf(
        TransformerModel model, TokenStore store, IReadOnlyList<string> classes, ClassificationSetup setup, IProgress<WorkProgress>? progress, string? name = null) =>
        setup.Labels == LabelKind.Score
            ? new ScoreMeter(model, store, classes, setup, progress) { Name = name }
            : new ClassificationMeter(model, store, classes, setup, progress) { Name = name };

    private static ScoreTargets ScoresOf(TokenStore store, IReadOnlyList<string> classes) => new(ScoreBins.Of(classes), ScoreBins.ValuesOf(store.LabelNames));
}
