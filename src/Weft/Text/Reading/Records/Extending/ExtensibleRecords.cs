using System.Globalization;
using Weft.Foundation.Files;
using Weft.Text.Reading.Compression;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records.Extending;

/// <summary>
/// The records of a file, read as training reads them, that are to be written again with fields behind their own. All else of a record stays
/// as it stands in the file; byte-order marks, blank lines and the carriage returns of line ends go.
/// </summary>
internal abstract class ExtensibleRecords : IDisposable
{
    private readonly Utf8Reader _text;
    private readonly FileStream _file;
    private readonly ReadingOptions _options;
    private readonly ReadingCounts _counts;

    /// <param name="file">The file, which is closed with this.</param>
    /// <param name="options">Which field is the text.</param>
    /// <param name="counts">Takes records that are passed over.</param>
    protected ExtensibleRecords(FileStream file, ReadingOptions options, ReadingCounts counts)
    {
        (_file, _options, _counts) = (file, options, counts);
        Length = file.Length;
        _text = new Utf8Reader(Gzip.Unpack(file), file.Name, options, counts);
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>How many of them were read.</summary>
    public long Position => _file.CanRead ? _file.Position : Length;

    /// <summary>The first line with the names of the new fields; null where each record names its fields.</summary>
    public abstract string? Header { get; }

    /// <summary>The file's text.</summary>
    protected TextReader Text => _text;

    /// <summary>Opens a file; it is the caller's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">CSV, TSV, JSON lines, or text, whose lines are replaced.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="counts">Takes records that are passed over.</param>
    /// <param name="added">The names of the new fields.</param>
    /// <exception cref="InvalidDataException">There is no header, no such column in it, or a column of a new field's name.</exception>
    public static ExtensibleRecords Open(string path, TextFormat format, ReadingOptions options, ReadingCounts counts, IReadOnlyList<string> added)
    {
        var file = RegularFile.OpenRead(path);
        try
        {
            return format switch
            {
                TextFormat.JsonLines => new ExtensibleJsonLines(file, options, counts, added),
                TextFormat.Text => new ExtensibleLines(file, options, counts),
                _ => new ExtensibleRows(file, format, options, counts, added),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads all records that have a text, which may be empty.</summary>
    /// <exception cref="InvalidDataException">One cannot be read; or it has none, and that is an error.</exception>
    public IEnumerable<WholeRecord> Read() => ReadAll().Where(record => record.Text.IsThere(record.Where, _options, _counts));

    /// <summary>A record with values for the new fields.</summary>
    /// <param name="record">The record.</param>
    /// <param name="values">[new fields] texts and numbers; null is an empty field.</param>
    /// <exception cref="InvalidDataException">It has a field of a new one's name, or a value cannot stand in the file.</exception>
    public abstract string Extend(WholeRecord record, IReadOnlyList<object?> values);

    /// <inheritdoc/>
    public virtual void Dispose() => _text.Dispose();

    /// <summary>Reads all records.</summary>
    protected abstract IEnumerable<WholeRecord> ReadAll();

    /// <summary>A number as it is written: six digits behind the point, without noughts at the end.</summary>
    protected static string Written(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Says that a new field has the name of one that is there.</summary>
    protected static InvalidDataException IsThere(string where, string name) =>
        new($"{where} has a field '{name}' already, which would stand there twice. Rename it, or take it out.");
}
