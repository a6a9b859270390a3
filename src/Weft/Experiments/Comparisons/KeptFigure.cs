using Weft.Evaluation;
using Weft.Runs;

namespace Weft.Experiments.Comparisons;

/// <summary>What the weights that a training keeps, the best on the validation split, are worth: the figure that users of its task look at.</summary>
/// <param name="Name">The figure: <c>accuracy</c>, <c>f1</c>; <c>loss</c> where there is perplexity, whose logarithm it is.</param>
/// <param name="Validation">On the validation split, by which they were chosen: a little too good.</param>
/// <param name="Test">On the test split; null where there is none.</param>
internal sealed record KeptFigure(string Name, double? Validation, double? Test)
{
    private const string Loss = "loss";

    // Of the figures that an evaluation has, the first of these.
    private static readonly string[] Names = ["mrr", "pearson", "microF1", "f1", "exactMatch", "bleu", LanguageFigures.Perplexity, LanguageFigures.Accuracy];

    /// <summary>Whether more of it is better.</summary>
    public bool IsHigherBetter => Name != Loss;

    /// <summary>The figure of a training that is done; null where nothing was measured at its end.</summary>
    public static KeptFigure? Of(TrainingSummary summary)
    {
        if (summary.Validation is not { } validation)
            return null;
        var all = validation.With(summary.ValidationDetails);
        var name = Array.Find(Names, name => all[name] is not null) is { } found and not LanguageFigures.Perplexity ? found : Loss;
        return new KeptFigure(name, all[name], summary.Test?.With(summary.TestDetails)[name]);
    }
}
