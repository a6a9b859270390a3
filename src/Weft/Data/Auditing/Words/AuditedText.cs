using System.Runtime.InteropServices;
using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Data.Auditing.Words;

/// <summary>A corpus as the words, lines and documents that an audit looks at. Words and lines are on disk, four bytes a word and forty a line; a document takes 56 bytes of memory.</summary>
/// <param name="sources">The files.</param>
/// <param name="folder">Where temporary files go.</param>
internal sealed class AuditedText(IReadOnlyList<SourceRecord> sources, string folder) : IDisposable
{
    private readonly MappedValues<uint> _words = new(folder);
    private readonly MappedValues<AuditedLine> _lines = new(folder);
    private readonly List<AuditedDocument> _documents = [];

    /// <summary>The files.</summary>
    public IReadOnlyList<SourceRecord> Sources => sources;

    /// <summary>Where temporary files go.</summary>
    public string Folder => folder;

    /// <summary>The documents in their order.</summary>
    public ReadOnlySpan<AuditedDocument> Documents => CollectionsMarshal.AsSpan(_documents);

    /// <summary>How many words there are.</summary>
    public long WordCount => _words.Count;

    /// <summary>How many lines have words.</summary>
    public long LineCount => _lines.Count;

    /// <summary>The words of a document.</summary>
    public ReadOnlySpan<uint> WordsOf(AuditedDocument document) => _words.Slice(document.FirstWord, document.Words);

    /// <summary>Some words.</summary>
    public ReadOnlySpan<uint> Words(long first, int count) => _words.Slice(first, count);

    /// <summary>A line.</summary>
    public AuditedLine Line(long number) => _lines.Slice(number, 1)[0];

    /// <summary>The number of the document that has a word.</summary>
    public int DocumentAt(long word)
    {
        var (from, to) = (0, _documents.Count - 1);
        while (from < to)
        {
            var middle = (from + to + 1) / 2;
            if (_documents[middle].FirstWord <= word)
                from = middle;
            else
                to = middle - 1;
        }
        return from;
    }

    /// <summary>Adds a document's words and lines; its hash, split and size are noted when it ends.</summary>
    /// <param name="words">The words of the next piece.</param>
    /// <param name="lines">Its lines, with places from the piece's first word on.</param>
    public void Add(ReadOnlySpan<uint> words, ReadOnlySpan<AuditedLine> lines)
    {
        foreach (var line in lines)
            _lines.Add([line with { FirstWord = line.FirstWord + _words.Count, Document = _documents.Count }]);
        _words.Add(words);
    }

    /// <summary>Ends a document.</summary>
    public void Add(AuditedDocument document) => _documents.Add(document);

    /// <summary>Ends the taking of text.</summary>
    /// <param name="plan">The splits of documents that the corpus's makers put into none.</param>
    /// <param name="gaps">Which these are.</param>
    public void Complete(SplitPlan plan, SplitGaps gaps)
    {
        _words.Complete();
        _lines.Complete();
        var divided = 0;
        foreach (ref var document in CollectionsMarshal.AsSpan(_documents))
        {
            var official = sources[document.File].OfficialSplit;
            document = document with { Split = gaps.Divides(official) ? plan[divided++] : official ?? Split.Train };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _words.Dispose();
        _lines.Dispose();
    }
}
