using Weft.Data.Store;
using Weft.Tasks.Answering;
using Weft.Tasks.Classification;

namespace Weft.Tasks;

/// <summary>What a model tells apart that is named by its text.</summary>
internal static class TaskClasses
{
    /// <summary>The labels of a classifier, the values of what tells scores, or the tags of a tagger, by their classes; what answers may be; empty for other tasks.</summary>
    public static IReadOnlyList<string> NamesIn(TokenStore store, TaskKind task) => task switch
    {
        TaskKind.Classification or TaskKind.Matching => LabelKinds.ClassesOf(store),
        TaskKind.Tagging => store.OwnTagNames,
        TaskKind.Answering => AnsweringTask.NamesIn(store),
        _ => [],
    };

    /// <summary>Whether a run of the task keeps the names.</summary>
    public static bool AreNamed(TaskKind task) => task is TaskKind.Classification or TaskKind.Matching or TaskKind.Tagging or TaskKind.Answering;

    /// <summary>The model's class of each name that a text has.</summary>
    /// <param name="found">The text's names.</param>
    /// <param name="known">The model's, by their classes.</param>
    /// <param name="words">What names are called, and what has them.</param>
    /// <exception cref="InvalidDataException">The model does not know all of them.</exception>
    public static IReadOnlyList<int> PlacesOf(IReadOnlyList<string> found, IReadOnlyList<string> known, (string Names, string Owners) words)
    {
        var places = known.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var unknown = found.Where(name => !places.ContainsKey(name)).Take(4).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidDataException(
                $"The text has {words.Names} that the model does not know: {string.Join(", ", unknown.Take(3).Select(name => $"'{name}'"))}{(unknown.Count > 3 ? ", ..." : "")}.{Environment.NewLine}"
                + $"It knows {string.Join(", ", known.Take(8).Select(name => $"'{name}'"))}{(known.Count > 8 ? ", ..." : "")}. Leave such {words.Owners} out, or train with them.");
        }
        return [.. found.Select(name => places[name])];
    }

    /// <summary>Whether records have a label each.</summary>
    public static bool AreOfRecords(TaskKind task) => task is TaskKind.Classification or TaskKind.Matching;
}
