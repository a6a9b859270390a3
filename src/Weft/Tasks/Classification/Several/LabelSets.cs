using Weft.Data.Store;
using Weft.Text;

namespace Weft.Tasks.Classification.Several;

/// <summary>Which of a model's labels each set of labels has that a corpus knows.</summary>
internal sealed class LabelSets
{
    private readonly int[][] _classes;

    /// <param name="sets">The corpus's sets, by their numbers.</param>
    /// <param name="labels">The model's labels, by their classes.</param>
    /// <exception cref="InvalidDataException">The model does not know all labels.</exception>
    public LabelSets(IReadOnlyList<string> sets, IReadOnlyList<string> labels)
    {
        var names = sets.SelectMany(LabelSet.NamesOf).Distinct(StringComparer.Ordinal).ToList();
        var places = names.Zip(TaskClasses.PlacesOf(names, labels, ("labels", "texts"))).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        _classes = [.. sets.Select(set => LabelSet.NamesOf(set).Select(name => places[name]).ToArray())];
        Labels = labels.Count;
    }

    /// <summary>How many labels the model tells.</summary>
    public int Labels { get; }

    /// <summary>The labels of a corpus by falling frequency in its training split, equally frequent ones in ordinal order.</summary>
    public static IReadOnlyList<string> NamesIn(TokenStore store) => [.. CountsIn(store).OrderByDescending(label => label.Value).ThenBy(label => label.Key, StringComparer.Ordinal).Select(label => label.Key)];

    /// <summary>The share of training texts that each label has, a text with it and one without it added, so that none is impossible.</summary>
    /// <returns>[labels], in the order of <see cref="NamesIn"/>.</returns>
    public static double[] SharesIn(TokenStore store)
    {
        var (counts, texts) = (CountsIn(store), store[Split.Train].DocumentCount);
        return [.. NamesIn(store).Select(name => (counts[name] + 1.0) / (texts + 2.0))];
    }

    /// <summary>The classes of a set.</summary>
    public ReadOnlySpan<int> ClassesOf(long set) => _classes[set];

    private static Dictionary<string, long> CountsIn(TokenStore store)
    {
        var (counts, sets) = (new Dictionary<string, long>(StringComparer.Ordinal), LabelFrequencies.Count(store[Split.Train], store.LabelNames.Count));
        foreach (var (set, count) in store.LabelNames.Zip(sets))
        {
            foreach (var name in LabelSet.NamesOf(set))
                counts[name] = counts.GetValueOrDefault(name) + count;
        }
        return counts;
    }
}
