using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records.Extending;

/// <summary>The lines of a text file, each a text, in whose place a value is written.</summary>
internal sealed class ExtensibleLines : ExtensibleRecords
{
    private readonly LineReader _lines;
    private readonly string _path;

    /// <inheritdoc cref="ExtensibleRecords.Open"/>
    public ExtensibleLines(FileStream file, ReadingOptions options, ReadingCounts counts)
        : base(file, options, counts) => (_lines, _path) = (new LineReader(Text, file.Name), file.Name);

    /// <inheritdoc/>
    public override string? Header => null;

    /// <inheritdoc/>
    public override string Extend(WholeRecord record, IReadOnlyList<object?> values) => (string?)values.Single() ?? "";

    /// <inheritdoc/>
    protected override IEnumerable<WholeRecord> ReadAll()
    {
        while (_lines.TryRead(out var line))
        {
            var text = line.TrimEnd('\n').ToString();
            yield return new WholeRecord(text, new RecordText(text), $"{_path}, line {_lines.LineNumber}");
        }
    }
}
