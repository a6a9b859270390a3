using System.Globalization;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Tasks.Classification.Scores;

/// <summary>
/// The classes of a model that tells numbers: values at equal distances, from the least score of the training texts to the greatest. A score between two of
/// them is shared by both, each more the nearer it is; what a model tells is the mean of the values under its probabilities (Tai et al. 2015, section 4.2).
/// </summary>
/// <param name="values">The values, rising.</param>
internal sealed class ScoreBins(double[] values)
{
    // Whole numbers that are no more have a class each.
    private const int MostWhole = 21;
    private const int Otherwise = 11;

    /// <summary>How many there are.</summary>
    public int Count => values.Length;

    /// <summary>As labels name them.</summary>
    public IReadOnlyList<string> Names => [.. values.Select(NameOf)];

    /// <summary>Those of a corpus.</summary>
    /// <exception cref="InvalidDataException">All scores are the same.</exception>
    public static ScoreBins Of(TokenStore store)
    {
        var counts = LabelFrequencies.Count(store[Split.Train], store.LabelNames.Count);
        double[] scores = [.. ValuesOf(store.LabelNames).Where((_, label) => counts[label] > 0)];
        var (least, greatest) = (scores.Min(), scores.Max());
        if (least == greatest)
        {
            throw new InvalidDataException(
                $"All training texts have the score {NameOf(least)} in '{store.Manifest.Options.Label}': there is nothing to tell apart.{Environment.NewLine}"
                + "Choose the field that holds the scores, --set data.label=NAME, or give texts of other scores too.");
        }
        var areWhole = scores.All(double.IsInteger) && greatest - least < MostWhole;
        var count = areWhole ? (int)(greatest - least) + 1 : Otherwise;
        return new ScoreBins([.. Enumerable.Range(0, count).Select(bin => least + bin * (greatest - least) / (count - 1))]);
    }

    /// <summary>Those of a trained model, by the names of its classes.</summary>
    public static ScoreBins Of(IReadOnlyList<string> names) => new(ValuesOf(names));

    /// <summary>The numbers that labels are.</summary>
    public static double[] ValuesOf(IReadOnlyList<string> labels) => [.. labels.Select(label => double.Parse(label, CultureInfo.InvariantCulture))];

    /// <summary>The two classes that share a score, the second of them the one above, and the share of the second. What is beyond the ends counts as the end.</summary>
    public (int Lower, double ShareAbove) Place(double score)
    {
        var place = Math.Clamp((score - values[0]) / (values[^1] - values[0]), 0, 1) * (values.Length - 1);
        var lower = Math.Min((int)place, values.Length - 2);
        return (lower, place - lower);
    }

    /// <summary>The number that probabilities tell.</summary>
    /// <param name="probabilities">[classes]</param>
    public double ScoreOf(ReadOnlySpan<double> probabilities)
    {
        var sum = 0.0;
        for (var bin = 0; bin < values.Length; bin++)
            sum += probabilities[bin] * values[bin];
        return sum;
    }

    private static string NameOf(double value) => value.ToString("G12", CultureInfo.InvariantCulture);
}
