using System.IO.Hashing;
using System.Runtime.InteropServices;
using Weft.Data.Preparing;
using Weft.Data.Preparing.Encoding;
using Weft.Data.Preparing.Splitting;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Auditing.Words;

/// <summary>Reads a corpus once and keeps its words, lines and documents.</summary>
internal sealed class TextTaking : IDisposable
{
    private const int Characters = 500_000;
    private const int Step = 1 << 20;

    private readonly SplitGaps _gaps;
    private readonly AuditedText _text;
    private readonly DocumentTable _divided;
    private readonly DocumentHash _hash = new(seed: 0);
    private AuditedDocument? _open;
    private string _path = "";
    private int _file = -1;

    private TextTaking(ICorpusReader corpus, DataOptions options, string folder)
    {
        _gaps = SplitGaps.Of(corpus.Sources);
        _text = new AuditedText(corpus.Sources, folder);
        _divided = new DocumentTable(options.SplitSeed, folder);
    }

    /// <summary>Takes a corpus; splits that it lacks are divided off as a training does.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">How it is read and divided.</param>
    /// <param name="folder">Where temporary files go.</param>
    /// <param name="counts">Filled while reading.</param>
    /// <param name="progress">Hears how far it has come.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or there are too few documents to divide.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AuditedText Take(ICorpusReader corpus, DataOptions options, string folder, ReadingCounts counts, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        using var taking = new TextTaking(corpus, options, folder);
        try
        {
            var batches = Batches(Told(corpus, counts, progress));
            OrderedPipeline.Run(batches, Math.Clamp(Environment.ProcessorCount, 1, 16), PieceWords.Of, taking.Add, stop);
            taking.EndDocument();
            taking._divided.Complete();
            var plan = taking._divided.Count == 0 ? SplitPlan.None : SplitPlanner.Plan(options, taking._divided, taking._gaps.Missing);
            taking._text.Complete(plan, taking._gaps);
            return taking._text;
        }
        catch
        {
            taking._text.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _divided.Dispose();

    /// <summary>The pieces of a corpus, told of while they are read.</summary>
    public static IEnumerable<CorpusPiece> Told(ICorpusReader corpus, ReadingCounts counts, IProgress<WorkProgress>? progress, string what = "reading the text")
    {
        var (bytes, next) = (corpus.Sources.Sum(source => source.Bytes), 0L);
        foreach (var piece in corpus.Read(counts))
        {
            if (counts.Bytes >= next)
            {
                progress?.Report(new WorkProgress(what, counts.Bytes, bytes, "bytes"));
                next = counts.Bytes + Step;
            }
            yield return piece;
        }
        progress?.Report(new WorkProgress(what, bytes, bytes, "bytes"));
    }

    private static IEnumerable<List<CorpusPiece>> Batches(IEnumerable<CorpusPiece> pieces)
    {
        var (batch, characters) = (new List<CorpusPiece>(), 0);
        foreach (var piece in pieces)
        {
            batch.Add(piece);
            characters += piece.Piece.Text.Length;
            if (characters < Characters)
                continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    private void Add(PieceWords taken)
    {
        foreach (var (piece, words, lines) in taken.Pieces())
        {
            if (piece.Piece.StartsDocument || _open is null)
                BeginDocument(piece);
            if (_gaps.Divides(piece.OfficialSplit))
                _divided.Add(piece.Piece);
            _hash.Add(piece.Piece.Text);
            _text.Add(words.Span, lines.Span);
        }
    }

    private void BeginDocument(CorpusPiece piece)
    {
        EndDocument();
        var label = piece.Piece.Label is { } given ? (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(given.AsSpan())) | 1 : 0;
        _open = new AuditedDocument(Hash: 0, _text.WordCount, piece.Origin.Line, piece.Origin.Document, Words: 0, FileOf(piece), label, Split.Train);
    }

    private void EndDocument()
    {
        if (_open is not { } document)
            return;
        _hash.TryTake(out var hash);
        _text.Add(document with { Hash = hash, Words = checked((int)(_text.WordCount - document.FirstWord)) });
        _open = null;
    }

    // Pieces come file by file.
    private int FileOf(CorpusPiece piece)
    {
        if (piece.Origin.File != _path)
            (_path, _file) = (piece.Origin.File, _file + 1);
        return _file;
    }
}
