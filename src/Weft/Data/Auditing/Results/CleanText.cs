using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Auditing.Results;

/// <summary>
/// Writes a corpus without what was found in it, as files named train, validation and test: of text files the lines that have at most half of their words in a finding,
/// and of files of records the records that have; these as JSON lines with the fields that the settings name.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="marks">The words that are left out.</param>
/// <param name="data">The names of the fields.</param>
internal sealed class CleanText(AuditedText text, WordMarks marks, DataOptions data)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<uint> _words = [];
    private readonly Dictionary<(Split Split, bool IsText), StreamWriter> _files = [];

    /// <summary>The words that a clean corpus leaves out: copies, boilerplate, disorder, broken letters, and what training has of the held-out text.</summary>
    public static WordMarks MarksOf(AuditReport report, AuditedText text)
    {
        var marks = new WordMarks(text.WordCount);
        foreach (var finding in report.Findings.Where(finding => finding.Kind is not (FindingKind.Language or FindingKind.Markup or FindingKind.LongLines)))
            marks.Mark(finding.Marks);
        return marks;
    }

    /// <summary>Refuses what cannot be written.</summary>
    /// <param name="folder">Where it is to be.</param>
    /// <param name="data">What the text is.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Validate(string folder, DataOptions data, Problems problems)
    {
        problems.Require(!File.Exists(folder) && (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()), "--write-clean", folder, "be a folder that is not there yet, or is empty");
        problems.Require(data is { Answer.Length: 0, ImageSize: 0 }, "--write-clean", folder, "be left out for questions and pictures: it writes texts, pairs and labels");
    }

    /// <summary>Writes it.</summary>
    /// <param name="corpus">The text, which is read once more.</param>
    /// <param name="folder">Where the files go; it must not be there, or be empty.</param>
    /// <param name="progress">Hears how far it has come.</param>
    /// <param name="stop">Ends it; nothing is left behind.</param>
    public void Write(ICorpusReader corpus, string folder, IProgress<WorkProgress>? progress, CancellationToken stop) => AtomicFolder.Create(folder, beside =>
    {
        try
        {
            WriteAll(corpus, beside, progress, stop);
        }
        finally
        {
            foreach (var file in _files.Values)
                file.Dispose();
        }
    });

    private void WriteAll(ICorpusReader corpus, string folder, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var (number, word) = (-1, 0L);
        foreach (var piece in TextTaking.Told(corpus, new ReadingCounts(), progress, "writing clean text"))
        {
            stop.ThrowIfCancellationRequested();
            number += piece.Piece.StartsDocument || number < 0 ? 1 : 0;
            var document = text.Documents[number];
            if (text.Sources[document.File].Format == TextFormat.Text)
                word = WriteLines(piece.Piece.Text, word, FileOf(folder, document.Split, isText: true));
            else if (piece.Piece.StartsDocument && IsKept(document.FirstWord, document.Words))
                WriteRecord(piece.Piece, FileOf(folder, document.Split, isText: false));
            if (text.Sources[document.File].Format != TextFormat.Text)
                word = document.FirstWord + document.Words;
        }
    }

    private long WriteLines(string piece, long word, StreamWriter file)
    {
        foreach (var range in piece.AsSpan().TrimEnd('\n').Split('\n'))
        {
            var line = piece.AsSpan()[range];
            _words.Clear();
            WordHashes.Add(line, _words);
            if (_words.Count == 0 || IsKept(word, _words.Count))
                file.Write($"{line}\n");
            word += _words.Count;
        }
        return word;
    }

    private bool IsKept(long first, int words) => 2 * marks.CountOf(first, words) <= words;

    private void WriteRecord(TextPiece record, StreamWriter file)
    {
        file.Flush();
        using (var json = new Utf8JsonWriter(file.BaseStream, Plain))
        {
            json.WriteStartObject();
            // The two texts of a pair are lines of one text (RecordPair).
            var texts = data.Second.Length > 0 ? record.Text.TrimEnd('\n').Split('\n') : [record.Text.TrimEnd('\n')];
            json.WriteString(data.Field, texts[0]);
            if (texts.Length > 1)
                json.WriteString(data.Second, texts[1]);
            if (record.Label is { } label)
                json.WriteString(data.Label, label);
            json.WriteEndObject();
        }
        file.Write('\n');
    }

    private StreamWriter FileOf(string folder, Split split, bool isText)
    {
        if (_files.TryGetValue((split, isText), out var file))
            return file;
        var path = Path.Combine(folder, SplitNames.Of(split) + (isText ? ".txt" : ".jsonl"));
        return _files[(split, isText)] = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
