using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Text.Corpora;
using Weft.Text.Reading;
using Weft.Text.Reading.ApiDocs;

namespace Weft.Training.Starting;

/// <summary>Which fields of the records that a program gives (<see cref="GivenRecords"/>) a task reads. The program names none of them: they are properties of <see cref="TextRecord"/>.</summary>
internal static class GivenFields
{
    // What options begin with, for files and for the default corpus.
    private static readonly string[] DefaultLabels = ["", GivenRecords.LabelField, ApiDocsKinds.Field, ApiDocsPairs.Field];

    /// <summary>The options' data with the names of the fields.</summary>
    /// <param name="options">The options.</param>
    /// <param name="problems">Takes a name that the program gave nevertheless.</param>
    public static DataOptions Of(RunOptions options, Problems problems)
    {
        var data = options.Data;
        var isSearch = options.Task == TaskKind.Matching && options.Matching.Kind == MatchingKind.Apart && data.Label.Length == 0;
        if (TaskClasses.AreOfRecords(options.Task) && !DefaultLabels.Contains(data.Label, StringComparer.Ordinal))
            problems.Add($"data.label is {data.Label}; texts that a program gives have theirs in TextRecord.Label: leave it out.");
        return options.Task switch
        {
            TaskKind.Classification => data with { Label = GivenRecords.LabelField },
            TaskKind.Matching => data with { Second = GivenRecords.SecondField, Label = isSearch ? "" : GivenRecords.LabelField },
            TaskKind.Translation => data with { Second = GivenRecords.SecondField },
            TaskKind.Answering => data with { Second = GivenRecords.SecondField, Answer = GivenRecords.AnswersField, Start = GivenRecords.StartField },
            _ => data,
        };
    }
}
