using System.Buffers.Binary;
using System.Globalization;
using Parquet;

namespace Weft.Text.Reading.Columnar;

/// <summary>
/// The texts, or the labels, of a column of a Parquet file, as bytes, one row group at a time. Parquet.Net unpacks and decodes the pages; it is safe
/// only with files of good will, so what it is given was checked before, and it works on a thread of its own: one that gets nowhere
/// cannot be stopped, but it can be left behind.
/// </summary>
internal sealed class ParquetColumn : IDisposable
{
    private const int TailBytes = 8;
    private const int Magic = 4;
    private const long MostRows = 32 << 20;

    // Without progress for so long, and for a page so many bytes a second more, the library is thought to hang.
    private const int PatienceSeconds = 8;
    private const long BytesPerSecond = 16 << 20;

    // What stands where the library has put nothing: a group that ends early must not give empty texts, or labels that nobody wrote.
    private static readonly ReadOnlyMemory<byte> Missing = new byte[1];
    private const long MissingNumber = -0x5EED_0FF5;

    private readonly ParquetWindow _window;
    private readonly ParquetFooter _footer;
    private readonly ParquetPages _pages;
    private readonly ParquetReader _reader;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file, which can seek; it stays open.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="name">The column.</param>
    /// <param name="setting">Which setting names it; of what may be whole numbers too it is <see cref="ParquetFooter.LabelSetting"/> or <see cref="ParquetFooter.StartSetting"/>.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or has no such column of texts or labels.</exception>
    public ParquetColumn(Stream file, string path, string name, string setting = ParquetFooter.TextSetting)
    {
        var footer = ReadFooter(file);
        _footer = ParquetFooter.Read(footer, path, name, setting);
        _pages = new ParquetPages(file, file.Length - TailBytes - footer.Length);
        var other = _footer.ToThrift();
        var tail = new byte[TailBytes];
        BinaryPrimitives.WriteInt32LittleEndian(tail, other.Length);
        "PAR1"u8.CopyTo(tail.AsSpan(Magic));
        _window = new ParquetWindow(file, [.. other, .. tail]);
        _reader = Wait(() => ParquetReader.CreateAsync(_window, leaveStreamOpen: true), unpacked: 0);
    }

    /// <summary>Whether the file has a column of a name.</summary>
    public bool Has(string name) => _footer.Has(name);

    /// <summary>How many row groups there are.</summary>
    public int Groups => _footer.Chunks.Count;

    /// <summary>Reads a group: a text for each row, null where the row has none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IEnumerable<ReadOnlyMemory<byte>?> Read(int group) => Read(group, Missing);

    /// <summary>Reads a group of labels as texts: one for each row, null where the row has none. Bytes are decoded by the caller.</summary>
    /// <param name="group">The group.</param>
    /// <param name="decode">Makes a label of bytes.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IEnumerable<string?> ReadLabels(int group, Func<ReadOnlyMemory<byte>, string> decode) => _footer.Type switch
    {
        ParquetFooter.Int32 => Read(group, (int)MissingNumber).Select(number => number?.ToString(CultureInfo.InvariantCulture)),
        ParquetFooter.Int64 => Read(group, MissingNumber).Select(number => number?.ToString(CultureInfo.InvariantCulture)),
        _ => Read(group, Missing).Select(bytes => bytes is { } label ? decode(label) : null),
    };

    private IEnumerable<T?> Read<T>(int group, T missing)
        where T : struct, IEquatable<T>
    {
        var chunk = _footer.Chunks[group];
        if (chunk.Rows < 0 || chunk.Values != chunk.Rows)
            throw new InvalidDataException($"row group {group + 1} has {chunk.Values:N0} values in {chunk.Rows:N0} rows");
        if (chunk.Rows > MostRows)
            throw new InvalidDataException($"row group {group + 1} has {chunk.Rows:N0} rows, more than {MostRows:N0}. Write it anew with smaller row groups");
        var (end, largest) = _pages.Check(chunk);
        _window.Narrow(chunk.Start, end);
        var values = new T[chunk.Rows];
        var levels = new int[chunk.Rows];
        Array.Fill(values, missing);
        using var rows = _reader.OpenRowGroupReader(group);
        var field = _reader.Schema.DataFields[0];
        Wait(
            async () =>
            {
                await rows.ReadRawAsync(field, values.AsMemory(), field.MaxDefinitionLevel > 0 ? levels.AsMemory() : (Memory<int>?)null, null);
                return true;
            },
            largest);
        var defined = field.MaxDefinitionLevel;
        var count = levels.AsSpan().Count(defined);
        if (count > 0 && values[count - 1].Equals(missing))
            throw new InvalidDataException("its pages have fewer values than the footer says");
        return Place(values, levels, defined);
    }

    // The library gives the values that there are without gaps, and for each row a level, which is the column's where there is one.
    private static IEnumerable<T?> Place<T>(T[] values, int[] levels, int defined)
        where T : struct
    {
        var next = 0;
        foreach (var level in levels)
            yield return level == defined ? values[next++] : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    private static byte[] ReadFooter(Stream file)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (file.Length < Magic + TailBytes)
            throw new InvalidDataException("it is too short");
        file.Position = file.Length - TailBytes;
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[Magic..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not end like one");
        if (length <= 0 || length > file.Length - Magic - TailBytes)
            throw new InvalidDataException($"its footer is said to have {length:N0} bytes");
        var footer = new byte[length];
        file.Position = file.Length - TailBytes - length;
        file.ReadExactly(footer);
        return footer;
    }

    private T Wait<T>(Func<Task<T>> work, long unpacked)
    {
        var task = Task.Factory.StartNew(
            () => work().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var patience = PatienceSeconds + unpacked / BytesPerSecond;
        var (position, idle) = (-1L, 0L);
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1)))
        {
            idle = _window.Position == position ? idle + 1 : 0;
            position = _window.Position;
            if (idle >= patience)
                throw new InvalidDataException($"reading gets nowhere at byte {position}");
        }
        return task.GetAwaiter().GetResult();
    }
}
