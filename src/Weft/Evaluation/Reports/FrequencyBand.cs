using System.Text.Json.Serialization;

namespace Weft.Evaluation.Reports;

/// <summary>The targets that stand similarly often in the training split.</summary>
/// <param name="From">Their least count there.</param>
/// <param name="To">Their highest.</param>
/// <param name="Types">How many tokens of the vocabulary are in the band.</param>
/// <param name="Scores">How well its targets are predicted.</param>
public sealed record FrequencyBand(long From, long To, long Types, Scores Scores)
{
    /// <summary>The counts, for people: <c>1,000-9,999</c>.</summary>
    [JsonIgnore]
    public string Label => From == To ? $"{From:N0}" : $"{From:N0}-{To:N0}";
}
