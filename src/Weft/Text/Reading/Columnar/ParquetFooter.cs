using Weft.Foundation;

namespace Weft.Text.Reading.Columnar;

/// <summary>
/// What a Parquet file's footer says of one column of texts. Parquet.Net reads a footer on trust: a number that has no end hangs it, a
/// list that is said to be huge takes all memory, and nested structures end the process. So the footer is read here, and the library
/// gets one that says the same of this column and nothing of any other (<see cref="ToThrift"/>).
/// </summary>
internal sealed class ParquetFooter
{
    /// <summary>Names the column of texts.</summary>
    public const string TextSetting = "data.field";

    /// <summary>Names the column of second texts.</summary>
    public const string SecondSetting = "data.second";

    /// <summary>Names the column of answers.</summary>
    public const string AnswerSetting = "data.answer";

    /// <summary>Names the column of their places, whole numbers.</summary>
    public const string StartSetting = "data.start";

    /// <summary>Names the column of labels.</summary>
    public const string LabelSetting = "data.label";

    /// <summary>The physical types that are read, as Parquet numbers them.</summary>
    internal const int Int32 = 1;
    internal const int Int64 = 2;
    internal const int ByteArray = 6;

    private const int Repeated = 2;
    private const int MostColumns = 100_000;

    private readonly byte[] _column;
    private readonly List<ParquetElement> _schema = [];
    private readonly List<ParquetChunk> _chunks = [];
    private bool _isOptional;
    private int _type = ByteArray;

    private ParquetFooter(string column) => _column = StrictUtf8.Encoding.GetBytes(column);

    /// <summary>The column in each row group.</summary>
    public IReadOnlyList<ParquetChunk> Chunks => _chunks;

    /// <summary>The physical type of the column.</summary>
    public int Type => _type;

    /// <summary>Whether the file has a column of a name.</summary>
    public bool Has(string name) => ParquetElement.TopLevel(_schema).Exists(element => element.Name == name);

    /// <summary>Reads a footer.</summary>
    /// <param name="footer">Its bytes.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="column">The column.</param>
    /// <param name="setting">Which setting names it; of what may be whole numbers too it is <see cref="LabelSetting"/> or <see cref="StartSetting"/>.</param>
    /// <exception cref="InvalidDataException">The footer is damaged, or there is no such column of texts or labels.</exception>
    public static ParquetFooter Read(ReadOnlyMemory<byte> footer, string path, string column, string setting = TextSetting)
    {
        var read = new ParquetFooter(column);
        var reader = new ThriftReader(footer);
        reader.ReadStruct((id, type) =>
        {
            if (id == 2 && type == ThriftType.List)
                reader.ReadList(element => read.AddElement(reader, element));
            else if (id == 4 && type == ThriftType.List)
                reader.ReadList(element => read.AddGroup(reader, element));
            else
                reader.Skip(type);
        });
        read.FindColumn(path, column, setting);
        return read;
    }

    /// <summary>A footer that knows the root and this column, whose texts are bytes to it.</summary>
    public byte[] ToThrift()
    {
        var writer = new ThriftWriter();
        writer.Integer(1, ThriftType.Int32, 1);
        writer.BeginList(2, ThriftType.Struct, 2);
        writer.Binary(4, "root"u8);
        writer.Integer(5, ThriftType.Int32, 1);
        writer.EndStruct();
        writer.Integer(1, ThriftType.Int32, _type);
        writer.Integer(3, ThriftType.Int32, _isOptional ? 1 : 0);
        writer.Binary(4, _column);
        writer.EndStruct();
        writer.Integer(3, ThriftType.Int64, _chunks.Sum(chunk => chunk.Rows));
        writer.BeginList(4, ThriftType.Struct, _chunks.Count);
        foreach (var chunk in _chunks)
            Write(writer, chunk);
        writer.EndStruct();
        return writer.ToArray();
    }

    private void Write(ThriftWriter writer, ParquetChunk chunk)
    {
        writer.BeginList(1, ThriftType.Struct, 1);
        writer.Integer(2, ThriftType.Int64, chunk.Start);
        writer.BeginStruct(3);
        writer.Integer(1, ThriftType.Int32, _type);
        writer.BeginList(2, ThriftType.Int32, 0);
        writer.BeginList(3, ThriftType.Binary, 1);
        writer.Binary(_column);
        writer.Integer(4, ThriftType.Int32, chunk.Codec);
        writer.Integer(5, ThriftType.Int64, chunk.Values);
        writer.Integer(9, ThriftType.Int64, chunk.DataOffset);
        if (chunk.DictionaryOffset > 0)
            writer.Integer(11, ThriftType.Int64, chunk.DictionaryOffset);
        writer.EndStruct();
        writer.EndStruct();
        writer.Integer(3, ThriftType.Int64, chunk.Rows);
        writer.EndStruct();
    }

    private void AddElement(ThriftReader reader, ThriftType type)
    {
        if (type != ThriftType.Struct || _schema.Count > MostColumns)
            throw new InvalidDataException("its schema is none");
        _schema.Add(ParquetElement.Read(reader));
    }

    private void AddGroup(ThriftReader reader, ThriftType type)
    {
        if (type != ThriftType.Struct)
            throw new InvalidDataException("its row groups are none");
        var rows = 0L;
        ParquetChunk? found = null;
        reader.ReadStruct((id, field) =>
        {
            if (id == 1 && field == ThriftType.List)
                reader.ReadList(element => found = ParquetElement.ReadChunk(reader, element, _column) ?? found);
            else if (id == 3 && field is ThriftType.Int64)
                rows = reader.ReadInteger();
            else
                reader.Skip(field);
        });
        if (found is { } chunk)
            _chunks.Add(chunk with { Rows = rows });
        else if (rows != 0)
            _chunks.Add(new ParquetChunk(rows, Values: -1, Codec: 0, DataOffset: 0, DictionaryOffset: 0));
    }

    private void FindColumn(string path, string column, string setting)
    {
        var isLabel = setting is LabelSetting or StartSetting;
        var top = ParquetElement.TopLevel(_schema);
        if (top.Count == 0 || top.Exists(element => element.Name.Length == 0))
            throw new InvalidDataException("its columns have no names");
        if (top.Find(element => element.Name == column) is not { } found)
        {
            throw new InvalidDataException(
                $"{path} has no column '{column}'; it has: {string.Join(", ", top.Select(element => element.Name))}. Choose one with --set {setting}=NAME.");
        }
        var fits = (found.Type == ByteArray && found.IsText) || (isLabel && found.Type is Int32 or Int64);
        if (!fits || found.Repetition == Repeated || found.Children > 0)
        {
            var kinds = isLabel ? "strings or whole numbers" : "strings";
            throw new InvalidDataException($"{path}: the column '{column}' does not hold {kinds}. Choose another with --set {setting}=NAME.");
        }
        _type = (int)found.Type;
        _isOptional = found.Repetition == 1;
    }
}
