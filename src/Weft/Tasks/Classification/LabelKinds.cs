using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Classification.Scores;
using Weft.Tasks.Classification.Search;
using Weft.Tasks.Classification.Several;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>What learns and measures each kind of labels.</summary>
internal static class LabelKinds
{
    // Ten times the cosine is multiplied by it: between unlike texts and equal ones are ten nats.
    private const float Confidence = 0.5f;

    /// <summary>The names of a model's classes, by the corpus that it learns.</summary>
    /// <exception cref="InvalidDataException">There is nothing to tell apart.</exception>
    public static IReadOnlyList<string> ClassesOf(TokenStore store) => store.Manifest.Options switch
    {
        { Label: "" } => BelongingPairs.Classes,
        { Labels: LabelKind.Score } => ScoreBins.Of(store).Names,
        { Labels: LabelKind.Several } => LabelSets.NamesIn(store),
        _ => store.LabelNames,
    };

    /// <summary>The training examples of a corpus.</summary>
    public static IExamples ExamplesOf(TokenStore store, ClassificationSetup setup) => AreThere(store)
        ? new LabelledTexts(store[Split.Train], Identity(store), store.Vocabulary, setup)
        : new BelongingPairs(store[Split.Train], store.Vocabulary, setup);

    /// <summary>The numbers of a corpus's own labels.</summary>
    public static IReadOnlyList<int> Identity(TokenStore store) => [.. Enumerable.Range(0, store.LabelNames.Count)];

    /// <summary>What a head learns.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="classes">The names of the model's classes.</param>
    /// <param name="kind">What a label is.</param>
    public static ILabelTargets TargetsOf(TokenStore store, IReadOnlyList<string> classes, LabelKind kind) => kind switch
    {
        LabelKind.Score => ScoresOf(store, classes),
        LabelKind.Several => new SeveralTargets(new LabelSets(store.LabelNames, classes)),
        _ => new SingleLabels(),
    };

    /// <summary>Gives a new model's head a beginning. The first prediction is the texts' own mix of labels, where that is wanted. Where pairs belong together, that texts are alike says so:
    /// at first all texts are nearly alike, and a head that takes it the other way round learns that it says nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="store">The corpus.</param>
    /// <param name="frequencyBias">Whether the bias begins with the labels' frequencies.</param>
    public static void Begin(TransformerModel model, TokenStore store, bool frequencyBias)
    {
        if (!AreThere(store))
            Set(model, "weight", [-Confidence, Confidence]);
        if (!frequencyBias)
            return;
        if (store.Manifest.Options.Labels == LabelKind.Several)
            Set(model, "bias", [.. LabelSets.SharesIn(store).Select(share => (float)Math.Log(share / (1 - share)))]);
        else
            model.SetBias(FrequenciesOf(store));
    }

    /// <summary>How many training texts each class has.</summary>
    public static long[] FrequenciesOf(TokenStore store)
    {
        // All pairs make as many examples of either class.
        if (!AreThere(store))
            return [BelongingPairs.Others, 1];
        if (store.Manifest.Options.Labels == LabelKind.Several)
            return [.. LabelSets.SharesIn(store).Select(share => (long)Math.Round(share * store[Split.Train].DocumentCount))];
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
        !AreThere(store) ? new SearchMeter(model, store, setup, progress) { Name = name } : setup.Labels switch
        {
            LabelKind.Score => new ScoreMeter(model, store, classes, setup, progress) { Name = name },
            LabelKind.Several => new SeveralMeter(model, store, classes, setup, progress) { Name = name },
            _ => new ClassificationMeter(model, store, classes, setup, progress) { Name = name },
        };

    private static void Set(TransformerModel model, string name, float[] numbers)
    {
        using var frozen = no_grad();
        var parameter = model.Output.Parameters.Single(entry => entry.Name == name).Parameter;
        using var there = tensor(numbers, parameter.shape);
        parameter.copy_(there);
        model.Weights.UpdateWorkingCopies();
    }

    // Pairs without labels belong together.
    private static bool AreThere(TokenStore store) => store.Manifest.Options.Label.Length > 0;

    private static ScoreTargets ScoresOf(TokenStore store, IReadOnlyList<string> classes) => new(ScoreBins.Of(classes), ScoreBins.ValuesOf(store.LabelNames));
}
