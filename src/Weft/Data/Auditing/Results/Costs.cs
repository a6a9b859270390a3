using System.Globalization;

namespace Weft.Data.Auditing.Results;

/// <summary>What findings cost, in a sentence.</summary>
internal static class Costs
{
    /// <summary>What it costs to train on text with a finding, or to measure with it.</summary>
    /// <param name="kind">The finding.</param>
    /// <param name="share">Its share of the words.</param>
    public static string Of(FindingKind kind, double share)
    {
        var part = string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
        return kind switch
        {
            FindingKind.Duplicates or FindingKind.NearDuplicates or FindingKind.Passages => $"{part} of an epoch's time goes to text that was learnt from before, and is learnt by heart.",
            FindingKind.Boilerplate => $"{part} of an epoch's time goes to lines that stand everywhere; what is written will have them, too.",
            FindingKind.Leak => $"{part} of the words that are measured with can be known by heart: figures look better than they are.",
            FindingKind.Salad => $"{part} of an epoch's time teaches nothing but how often words occur.",
            FindingKind.Language => $"{part} of the words are of another language or writing than the rest, and take room in the vocabulary.",
            FindingKind.Encoding => $"{part} of the words stand in lines with broken letters, which make tokens of their own and come out again.",
            FindingKind.Markup => $"{part} of the words stand in lines with marks for programs, which what is written will have, too.",
            FindingKind.LongLines => $"{part} of the words stand in lines that nobody writes: data, or text that lost its line ends.",
            FindingKind.Labels => $"{part} of the words have another label elsewhere: no model can be right about all of them.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It must be a known finding."),
        };
    }
}
