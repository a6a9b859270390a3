using System.Collections.Concurrent;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data;

/// <summary>
/// Counts the words of the training split on several threads. Every few batches make a section: workers add to shared counts of a
/// section, and sections are added up in the order of the text. So most words are met with a string that is already there, and what the
/// bound on different words forgets does not depend on the workers.
/// </summary>
internal sealed class WordCounting(ITokenizer tokenizer)
{
    /// <summary>How many batches make a section; like the size of a batch, it decides what is forgotten in huge vocabularies.</summary>
    private const int SectionBatches = 8;

    private readonly BoundedWordCounts _total = new();
    private readonly ConcurrentDictionary<int, ConcurrentBag<WordCounts>> _sections = new();
    private readonly ConcurrentBag<WordCounts> _spare = [];
    private int _section;

    /// <summary>Counts everything.</summary>
    /// <param name="batches">The corpus.</param>
    /// <param name="workers">The number of threads.</param>
    /// <param name="stop">Stops the work.</param>
    public BoundedWordCounts Count(IEnumerable<List<PlannedPiece>> batches, int workers, CancellationToken stop)
    {
        OrderedPipeline.Run(batches.Index(), workers, CountBatch, Complete, stop);
        AddSection();
        return _total;
    }

    private int CountBatch((int Index, List<PlannedPiece> Pieces) batch)
    {
        var section = batch.Index / SectionBatches;
        var shared = _sections.GetOrAdd(section, _ => []);
        if (!shared.TryTake(out var counts) && !_spare.TryTake(out counts))
            counts = new WordCounts();
        foreach (var piece in batch.Pieces)
        {
            if (piece.Split == Split.Train)
                tokenizer.Count(piece.Text, counts);
        }
        shared.Add(counts);
        return section;
    }

    // Batches complete in order: the first one of a section means that the section before is complete.
    private void Complete(int section)
    {
        if (section != _section)
            AddSection();
        _section = section;
    }

    private void AddSection()
    {
        if (!_sections.TryRemove(_section, out var parts))
            return;
        var sum = parts.First();
        foreach (var part in parts.Skip(1))
            sum.Add(part);
        _total.Add(sum);
        foreach (var part in parts)
        {
            part.Clear();
            _spare.Add(part);
        }
    }
}
