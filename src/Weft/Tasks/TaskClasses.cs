using Weft.Data.Store;

namespace Weft.Tasks;

/// <summary>What a model tells apart that is named by its text.</summary>
internal static class TaskClasses
{
    /// <summary>The labels of a classifier, or the tags of a tagger, by their classes; empty for other tasks.</summary>
    public static IReadOnlyList<string> NamesIn(TokenStore store, TaskKind task) => task switch
    {
        TaskKind.Classification or TaskKind.Matching => store.LabelNames,
        TaskKind.Tagging => store.OwnTagNames,
        _ => [],
    };

    /// <summary>Whether a run of the task keeps the names.</summary>
    public static bool AreNamed(TaskKind task) => task is TaskKind.Classification or TaskKind.Matching or TaskKind.Tagging;

    /// <summary>Whether records have a label each.</summary>
    public static bool AreOfRecords(TaskKind task) => task is TaskKind.Classification or TaskKind.Matching;
}
