using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Columnar;

/// <summary>One element of a Parquet file's schema: a column, or a group of columns.</summary>
internal sealed class ParquetElement
{
    // Annotations of texts, as Parquet numbers them: UTF8, ENUM and JSON; the newer STRING, ENUM and JSON.
    private static readonly long[] ConvertedTexts = [0, 4, 19];
    private static readonly int[] LogicalTexts = [1, 4, 12];

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its physical type; -1 for a group.</summary>
    public long Type { get; private set; } = -1;

    /// <summary>0 required, 1 optional, 2 repeated.</summary>
    public long Repetition { get; private set; }

    /// <summary>How many elements follow that are parts of it.</summary>
    public long Children { get; private set; }

    /// <summary>Whether it is annotated as text.</summary>
    public bool IsText { get; private set; }

    /// <summary>Reads an element.</summary>
    public static ParquetElement Read(ThriftReader reader)
    {
        var element = new ParquetElement();
        reader.ReadStruct((id, type) =>
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    element.Type = reader.ReadInteger();
                    break;
                case (3, ThriftType.Int32):
                    element.Repetition = reader.ReadInteger();
                    break;
                case (4, ThriftType.Binary):
                    element.Name = Utf8Repair.Decode(reader.ReadBinary().Span, new ReadingCounts());
                    break;
                case (5, ThriftType.Int32):
                    element.Children = reader.ReadInteger();
                    break;
                case (6, ThriftType.Int32):
                    element.IsText |= ConvertedTexts.Contains(reader.ReadInteger());
                    break;
                case (10, ThriftType.Struct):
                    reader.ReadStruct((kind, value) =>
                    {
                        element.IsText |= LogicalTexts.Contains(kind);
                        reader.Skip(value);
                    });
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        });
        return element;
    }

    /// <summary>Reads a column of a row group; null where it is another one.</summary>
    public static ParquetChunk? ReadChunk(ThriftReader reader, ThriftType element, byte[] column)
    {
        if (element != ThriftType.Struct)
            throw new InvalidDataException("its columns are none");
        var chunk = default(ParquetChunk);
        var isIt = false;
        reader.ReadStruct((outer, part) =>
        {
            if (outer != 3 || part != ThriftType.Struct)
            {
                reader.Skip(part);
                return;
            }
            reader.ReadStruct((id, type) =>
            {
                var isNumber = type is ThriftType.Int32 or ThriftType.Int64;
                if (id == 3 && type == ThriftType.List)
                    isIt = IsPath(reader, column);
                else if (isNumber && id is (4 or 5 or 9 or 11))
                    chunk = With(chunk, id, reader.ReadInteger());
                else
                    reader.Skip(type);
            });
        });
        return isIt ? chunk : null;
    }

    /// <summary>The elements directly below the root, which comes first; those below them are passed over.</summary>
    public static List<ParquetElement> TopLevel(List<ParquetElement> schema)
    {
        var top = new List<ParquetElement>();
        for (var at = 1; at < schema.Count;)
        {
            top.Add(schema[at]);
            var left = 1L;
            while (left > 0 && at < schema.Count)
                left += Math.Clamp(schema[at++].Children, 0, schema.Count) - 1;
        }
        return top;
    }

    private static bool IsPath(ThriftReader reader, byte[] column)
    {
        var (parts, isIt) = (0, false);
        reader.ReadList(type =>
        {
            if (type != ThriftType.Binary)
                throw new InvalidDataException("the name of a column is none");
            var part = reader.ReadBinary();
            isIt = parts++ == 0 && part.Span.SequenceEqual(column);
        });
        return isIt;
    }

    private static ParquetChunk With(ParquetChunk chunk, int id, long value) => id switch
    {
        4 => chunk with { Codec = (int)Math.Clamp(value, -1, 100) },
        5 => chunk with { Values = value },
        9 => chunk with { DataOffset = value },
        _ => chunk with { DictionaryOffset = value },
    };
}
