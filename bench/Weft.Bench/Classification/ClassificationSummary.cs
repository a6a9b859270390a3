using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Bench.Classification;

/// <summary>What a labelled set came to.</summary>
/// <param name="Data">The files.</param>
/// <param name="Train">Texts of the training split.</param>
/// <param name="Validation">Texts of the validation split; 0 where Weft takes it from train.</param>
/// <param name="Test">Texts of the test split.</param>
/// <param name="Labels">Different labels.</param>
/// <param name="Methods">One by one.</param>
internal sealed record ClassificationSummary(string Data, int Train, int Validation, int Test, int Labels, IReadOnlyList<MethodSummary> Methods);

/// <summary>What a method came to, over the seeds.</summary>
/// <param name="Method">Its title.</param>
/// <param name="Accuracy">On the test split.</param>
/// <param name="MacroF1">On the test split.</param>
/// <param name="Seconds">From the files to a model.</param>
internal sealed record MethodSummary(string Method, Spread Accuracy, Spread MacroF1, Spread Seconds)
{
    /// <summary>Of the results with each seed; at least one.</summary>
    public static MethodSummary Of(Method method, IReadOnlyList<ClassifierResult> results) => new(
        Methods.TitleOf(method), SpreadOf(results, result => result.Score.Accuracy), SpreadOf(results, result => result.Score.MacroF1), SpreadOf(results, result => result.Seconds));

    private static Spread SpreadOf(IReadOnlyList<ClassifierResult> results, Func<ClassifierResult, double> figure) => Spread.Of([.. results.Select(figure)])!;
}
