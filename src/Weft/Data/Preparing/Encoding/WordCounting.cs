using System.Collections.Concurrent;
using Weft.Data.Store;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Adds what a text consists of to counts; from several threads, each with its own counts.</summary>
internal delegate void TextCounter(ReadOnlySpan<char> text, WordCounts counts);

/// <summary>
/// Counts the words of the training split on several threads. Every few batches make a section: workers add to shared counts of a
/// section, and sections are added up in the order of the text. So most words are met with a string that is already there, and what the
/// bound on different words forgets does not depend on the workers.
/// </summary>
/// <param name="count">Divides the text into words.</param>
/// <param name="total">Where they are counted; empty.</param>
/// <param name="options">Whether words have tags, which are counted in all splits.</param>
internal sealed class WordCounting(TextCounter count, BoundedWordCounts total, DataOptions options)
{
    /// <summary>How many batches make a section; like the size of a batch, it decides what is forgotten in huge vocabularies.</summary>
    private const int SectionBatches = 8;

    private readonly ConcurrentDictionary<int, ConcurrentBag<WordCounts>> _sections = new();
    private readonly ConcurrentBag<WordCounts> _spare = [];
    private int _section;

    /// <summary>The tags of all splits and how often they occur.</summary>
    public WordCounts Tags { get; } = new();

    /// <summary>Counts everything.</summary>
    /// <param name="batches">The corpus.</param>
    /// <param name="workers">The number of threads.</param>
    /// <param name="stop">Stops the work.</param>
    public BoundedWordCounts Count(IEnumerable<List<PlannedPiece>> batches, int workers, CancellationToken stop)
    {
        OrderedPipeline.Run(batches.Index(), workers, CountBatch, Complete, stop);
        AddSection();
        return total;
    }

    private (int Section, WordCounts? Tags) CountBatch((int Index, List<PlannedPiece> Pieces) batch)
    {
        var section = batch.Index / SectionBatches;
        var shared = _sections.GetOrAdd(section, _ => []);
        if (!shared.TryTake(out var counts) && !_spare.TryTake(out counts))
            counts = new WordCounts();
        var tags = options.TaggedText() is { } tagged ? CountTagged(batch.Pieces, tagged, counts) : null;
        if (tags is null)
            batch.Pieces.ForEach(piece => CountWords(piece.Split, piece.Text, counts));
        shared.Add(counts);
        return (section, tags);
    }

    private WordCounts CountTagged(List<PlannedPiece> pieces, TaggedText tagged, WordCounts words)
    {
        var tags = new WordCounts();
        foreach (var piece in pieces)
        {
            tagged.Read(piece);
            CountWords(piece.Split, tagged.Words, words);
            foreach (var tag in tagged.Tags.Where(tag => tag.Length > 0))
                tags.Add(piece.Text.AsSpan(tag.Start, tag.Length));
        }
        return tags;
    }

    private void CountWords(Split split, ReadOnlySpan<char> text, WordCounts counts)
    {
        if (split == Split.Train)
            count(text, counts);
    }

    // Batches complete in order: the first one of a section means that the section before is complete.
    private void Complete((int Section, WordCounts? Tags) batch)
    {
        var (section, tags) = batch;
        if (tags is not null)
            AddTags(tags);
        if (section != _section)
            AddSection();
        _section = section;
    }

    private void AddTags(WordCounts tags)
    {
        Tags.Add(tags);
        if (Tags.Count <= TagTable.Limit - TagTable.Reserved)
            return;
        var examples = string.Join(", ", Tags.Words.OrderBy(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal).Take(3).Select(tag => $"'{tag.Key}'"));
        throw new InvalidDataException(
            $"More than {TagTable.Limit - TagTable.Reserved:N0} different tags follow data.tagSeparator '{options.TagSeparator}', among them {examples}: "
            + "the text is hardly tagged with it. Set another character, or none.");
    }

    private void AddSection()
    {
        if (!_sections.TryRemove(_section, out var parts))
            return;
        var sum = parts.First();
        foreach (var part in parts.Skip(1))
            sum.Add(part);
        total.Add(sum);
        foreach (var part in parts)
        {
            part.Clear();
            _spare.Add(part);
        }
    }
}
