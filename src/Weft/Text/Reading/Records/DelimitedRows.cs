using CsvHelper;
using Weft.Foundation;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>The rows of CSV (RFC 4180) and TSV, as people write them, below a header; the text is one of the columns.</summary>
internal sealed class DelimitedRows : IDisposable
{
    // The longest header: what is longer is no header, and would become a list of names in memory.
    private const int LongestHeader = 1 << 20;

    private readonly string _path;
    private readonly ReadingOptions _options;
    private readonly string _remedies;
    private readonly string _head;
    private readonly char? _delimiter;
    private readonly PrefixedReader _whole;
    private readonly CsvReader _reader;
    private readonly int _text;
    private readonly int _second;
    private readonly int _label;
    private readonly int _answer;
    private readonly int _start;

    /// <summary>Reads the header.</summary>
    /// <param name="text">The file; the caller's.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="format">CSV or TSV.</param>
    /// <param name="options">Which columns, and how fields are divided.</param>
    /// <param name="counts">Takes rows that are passed over.</param>
    /// <exception cref="InvalidDataException">There is no header, or no such column in it.</exception>
    public DelimitedRows(TextReader text, string path, TextFormat format, ReadingOptions options, ReadingCounts counts)
    {
        (_path, _options) = (path, options);
        HasQuotes = options.Quotes == FieldQuotes.On || (options.Quotes == FieldQuotes.Auto && format == TextFormat.Csv);
        var skip = options.InvalidRecords == InvalidRecords.Skip;
        _remedies = Remedies(options, HasQuotes, skip);
        _head = ReadHead(text, path);
        _delimiter = Delimiters.Of(options.Delimiter, format, _head.Split('\n', 2)[0]);
        _whole = new PrefixedReader(_head.AsMemory(), text);
        _reader = CsvReader.Create(_whole, new CsvReaderOptions
        {
            Separator = _delimiter,
            Mode = Mode,
            TrackLineNumbers = true,
            MaxRecordSize = LineReader.LongestLine,
            MalformedData = skip ? CsvMalformedDataHandling.Skip : CsvMalformedDataHandling.Throw,
            FieldCountMismatch = skip ? CsvFieldCountHandling.Skip : CsvFieldCountHandling.Throw,
            OnMalformedRecord = skip ? record => Skip(record, counts) : null,
        }, leaveOpen: true);
        _text = Checked(() => IndexOf(options.Field, options.FieldOption));
        _second = options.Second is { } other ? IndexOf(other, "--set data.second=NAME") : -1;
        _label = options.Label is { } column ? IndexOf(column, "--set data.label=NAME") : -1;
        _answer = options is { Answer: { } answer, HasAnswers: true } ? IndexOf(answer, "--set data.answer=NAME") : -1;
        // Files need not say where answers begin.
        _start = _answer >= 0 && Names.Contains(options.Start) ? IndexOf(options.Start!, "--set data.start=NAME") : -1;
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names => _reader.Headers;

    /// <summary>Whether quotes hold fields together.</summary>
    public bool HasQuotes { get; }

    /// <summary>What divides the fields.</summary>
    public char Separator => _reader.Separator;

    /// <summary>The header as it stands in the file, without its line end.</summary>
    public string RawHeader
    {
        get
        {
            using var head = new StringReader(_head);
            using var reader = CsvReader.Create(head, new CsvReaderOptions { HasHeader = false, Separator = _delimiter, Mode = Mode });
            return Checked(reader.Read) ? StrictUtf8.Encoding.GetString(reader.RawRecord) : "";
        }
    }

    /// <summary>The row's text with its label or answer, or what is wrong with it.</summary>
    public RecordText Record => _options.Answer is not null ? Asked() : RecordLabel.With(
        RecordPair.With(_reader.GetString(_text), ValueOf(_second), _options), ValueOf(_label), _options);

    /// <summary>The row as it stands in the file, without its line end.</summary>
    public string Raw => StrictUtf8.Encoding.GetString(_reader.RawRecord);

    /// <summary>The file and the line, for errors.</summary>
    public string Where => $"{_path}, line {_reader.LineNumber}";

    private CsvMode Mode => HasQuotes ? CsvMode.Rfc4180 : CsvMode.NoEscape;

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public bool Read() => Checked(_reader.Read);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _whole.Dispose();
    }

    private string? ValueOf(int column) => column < 0 ? null : _reader.GetString(column);

    private RecordText Asked()
    {
        var start = AskedRecord.StartOf(ValueOf(_start), out var isNumber);
        return isNumber
            ? AskedRecord.Of(_reader.GetString(_text), ValueOf(_second), [new FoundAnswer(ValueOf(_answer) ?? "", start)], _options)
            : AskedRecord.NoNumber(_options);
    }

    private static string ReadHead(TextReader text, string path)
    {
        var head = new char[1 << 16];
        var length = 0;
        int count;
        while ((count = text.Read(head.AsSpan(length))) > 0)
        {
            length += count;
            if (head.AsSpan(length - count, count).Contains('\n'))
                break;
            if (length > LongestHeader)
                throw new InvalidDataException($"{path}, line 1 is longer than {LongestHeader:N0} characters; it must be a header, the names of the columns.");
            if (length == head.Length)
                Array.Resize(ref head, 2 * head.Length);
        }
        return new string(head, 0, length);
    }

    private T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{_path}, line {e.LineNumber} cannot be read: {Texts(e)}{_remedies}", e);
        }
    }

    private static string Texts(CsvFormatException e) => e.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal)
        ? $"from here on a row is longer than {LineReader.LongestLine:N0} bytes; most often a quote is not closed."
        : e.Message;

    private static string Remedies(ReadingOptions options, bool quotes, bool skip) => !options.AreSettings
        ? " Mend or convert it."
        : (quotes ? " Where quotes are ordinary characters: --set data.quotes=off." : "")
        + (skip ? "" : " To pass over such rows: --set data.invalidRecords=skip.");

    private void Skip(CsvMalformedRecord record, ReadingCounts counts)
    {
        // To pass over this one would be to pass over the rest of the file.
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw new InvalidDataException($"{_path}: a quote is opened and not closed up to the end of the file.{_remedies}");
        counts.Skip(record.Reason == CsvMalformedReason.FieldCountMismatch ? "with another number of fields than the header" : "with stray quotes");
    }

    private int IndexOf(string column, string option)
    {
        var header = Names;
        var found = Enumerable.Range(0, header.Count).Where(index => header[index] == column).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 when header.Count == 0 => throw new InvalidDataException($"{_path} has no header; its first line must name the columns."),
            0 => throw new InvalidDataException($"{_path} has no column '{column}'; it has: {string.Join(", ", header)}. Choose one with {option}."),
            _ => throw new InvalidDataException(
                $"{_path} has the column '{column}' {found.Count} times: columns {string.Join(" and ", found.Select(index => index + 1))}. Rename all but one in its header."),
        };
    }
}
