namespace Weft.Text.Reading.Records.Extending;

/// <summary>The rows of a CSV or TSV file, to which columns are added on the right.</summary>
internal sealed class ExtensibleRows : ExtensibleRecords
{
    private readonly DelimitedRows _rows;

    /// <inheritdoc cref="ExtensibleRecords.Open"/>
    public ExtensibleRows(FileStream file, TextFormat format, ReadingOptions options, ReadingCounts counts, IReadOnlyList<string> added)
        : base(file, options, counts)
    {
        _rows = new DelimitedRows(Text, file.Name, format, options, counts);
        if (added.FirstOrDefault(_rows.Names.Contains) is { } name)
            throw IsThere(file.Name, name);
        Header = _rows.RawHeader + Fields(added, file.Name);
    }

    /// <inheritdoc/>
    public override string Header { get; }

    /// <inheritdoc/>
    public override string Extend(WholeRecord record, IReadOnlyList<object?> values) => record.Raw + Fields(values, record.Where);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rows.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override IEnumerable<WholeRecord> ReadAll()
    {
        while (_rows.Read())
            yield return new WholeRecord(_rows.Raw, _rows.Record, _rows.Where);
    }

    private string Fields(IEnumerable<object?> values, string where) => string.Concat(values.Select(value => _rows.Separator + value switch
    {
        null => "",
        double number => Written(number),
        _ => Field((string)value, where),
    }));

    private string Field(string value, string where)
    {
        if (_rows.HasQuotes)
            return value.AsSpan().ContainsAny([_rows.Separator, '"', '\n']) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
        return !value.Contains(_rows.Separator, StringComparison.Ordinal)
            ? value
            : throw new InvalidDataException($"{where}: '{value}' has the character in it that divides fields, and quotes hold none together there. Give the texts as JSON lines.");
    }
}
