using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Foundation.Counting;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Preparing.Encoding;

/// <summary>
/// Numbers the labels of a corpus while it is read, in the order in which they are met; <see cref="Order"/> numbers them as the store has
/// them. Keeps each text's hash and label, on disk where there are many, to see copies of a text that have different labels.
/// </summary>
/// <param name="field">The name of the field, for errors.</param>
/// <param name="folder">Where temporary files go.</param>
/// <param name="most">The most texts in memory.</param>
internal sealed class LabelIndex(string field, string folder, int most = 1 << 21) : IDisposable
{
    // Fewer labels may well be as many as documents: a handful of examples.
    private const int Few = 20;
    private const int NamesShown = 5;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<(string Name, long Train)> _labels = [];
    private readonly KeyedSort<int> _texts = new(most, folder);
    private readonly DocumentHash _hash = new(seed: 0);
    private int _current;
    private bool _hasDocument;
    private long _documents;

    /// <summary>What a label is. Each text may have another number, or another set of names; and a number that training does not have can be told all the same.</summary>
    public LabelKind Kind { get; init; }

    /// <summary>Takes the next piece of the corpus.</summary>
    /// <returns>The number of its document's label.</returns>
    /// <exception cref="InvalidDataException">There are more labels than can be, or than make sense.</exception>
    public int Take(TextPiece piece, Split split, bool startsDocument)
    {
        if (startsDocument)
        {
            EndDocument();
            _hasDocument = true;
            _documents++;
            _current = IdOf(piece.Label ?? throw new InvalidOperationException("A document has no label."), split);
        }
        _hash.Add(piece.Text);
        return _current;
    }

    /// <summary>Ends the corpus.</summary>
    /// <exception cref="InvalidDataException">There are more labels than make sense.</exception>
    public void Complete()
    {
        EndDocument();
        if (Kind == LabelKind.One && _labels.Count > Few && 2L * _labels.Count > _documents)
            throw TooMany($"{_labels.Count:N0} different labels in {_documents:N0} documents");
    }

    /// <summary>For each number the id in the store: labels of the training split by falling frequency, equally frequent ones in ordinal order,
    /// then in the same order those that it does not have.</summary>
    public LabelOrder Order()
    {
        var sorted = _labels.Select((label, number) => (label.Name, label.Train, Number: number))
            .OrderByDescending(label => label.Train).ThenBy(label => label.Name, StringComparer.Ordinal).ToList();
        var ids = new ushort[_labels.Count];
        for (var id = 0; id < ids.Length; id++)
            ids[sorted[id].Number] = (ushort)id;
        return new LabelOrder([.. sorted.Select(label => label.Name)], ids);
    }

    /// <summary>What the user should hear, a line each.</summary>
    /// <param name="isWhole">Whether the text is measured as a whole, and has no training split.</param>
    public IEnumerable<string> Notes(bool isWhole)
    {
        var names = Kind switch
        {
            LabelKind.Score => [],
            LabelKind.Several => _labels.SelectMany(set => LabelSet.NamesOf(set.Name).Select(name => (Name: name, set.Train))).GroupBy(label => label.Name).Select(label => (Name: label.Key, Train: label.Sum(set => set.Train))).ToList(),
            _ => _labels,
        };
        var unseen = names.Where(label => label.Train == 0).Select(label => label.Name).Order(StringComparer.Ordinal).ToList();
        if (unseen.Count > 0 && !isWhole)
        {
            var more = unseen.Count > NamesShown ? ", ..." : "";
            yield return $"{unseen.Count:N0} of {names.Count:N0} labels {(unseen.Count == 1 ? "stands" : "stand")} in validation or test only, "
                + $"and cannot be learnt: {string.Join(", ", unseen.Take(NamesShown))}{more}.";
        }
        var disputed = Disputed();
        if (disputed > 0)
            yield return $"{disputed:N0} of {_documents:N0} documents have a text that stands with different labels; each is kept with its own.";
    }

    /// <inheritdoc/>
    public void Dispose() => _texts.Dispose();

    private int IdOf(string label, Split split)
    {
        if (!_ids.TryGetValue(label, out var id))
        {
            if (_labels.Count == LabelTable.Limit)
                throw Kind == LabelKind.Score ? TooFine() : TooMany($"more than {LabelTable.Limit:N0} different labels");
            id = _labels.Count;
            _ids.Add(label, id);
            _labels.Add((label, 0));
        }
        if (split == Split.Train)
            _labels[id] = (label, _labels[id].Train + 1);
        return id;
    }

    private void EndDocument()
    {
        // White space alone is no text that could be disputed.
        if (_hasDocument && _hash.TryTake(out var hash))
            _texts.Add(hash, _current);
    }

    /// <summary>The documents whose text stands with different labels, copies side by side.</summary>
    private long Disputed()
    {
        var (disputed, copies, isDisputed) = (0L, 0L, false);
        PairCount<int>? before = null;
        foreach (var text in _texts.Read())
        {
            if (before?.Key != text.Key)
            {
                disputed += isDisputed ? copies : 0;
                (copies, isDisputed) = (0, false);
            }
            copies++;
            isDisputed |= before is { } copy && copy.Key == text.Key && copy.Count != text.Count;
            before = text;
        }
        return disputed + (isDisputed ? copies : 0);
    }

    private InvalidDataException TooMany(string found) => new(
        $"data.label {field} gives {found}: the field looks like an id of records, not like a label.{Environment.NewLine}"
        + "Choose the field that holds the labels: --set data.label=NAME");

    private InvalidDataException TooFine() => new($"data.label {field} gives more than {LabelTable.Limit:N0} different scores. Round them to fewer digits.");
}

/// <summary>The labels as a store has them.</summary>
/// <param name="Names">By their ids.</param>
/// <param name="Ids">The ids by the numbers that <see cref="LabelIndex"/> gave.</param>
internal sealed record LabelOrder(IReadOnlyList<string> Names, ushort[] Ids);
