using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Weft.Runs.Logging;

/// <summary>
/// A TensorBoard event file, which stays open: TorchSharp's writer opens it anew for every number. Each record is the length (u64), the
/// masked CRC-32C of these 8 bytes, the event, and the masked CRC-32C of the event (TensorFlow's TFRecord format).
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int BeforeEvent = sizeof(ulong) + sizeof(uint);

    private readonly FileStream _file;
    private byte[] _content = new byte[512];
    private byte[] _record = new byte[512];

    /// <summary>Begins a file; its folder is created when it is missing.</summary>
    public EventFile(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        // TensorBoard finds files by this beginning and reads them in the order of their names.
        var name = $"events.out.tfevents.{clock.GetUtcNow().Ticks}.{Environment.MachineName}.{Environment.ProcessId}";
        _file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        Write(new Event { FileVersion = "brain.Event:2", WallTime = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1e3 });
    }

    /// <summary>Appends an event and hands it to the system, so that it can be seen at once.</summary>
    public void Write(Event entry)
    {
        var size = entry.CalculateSize();
        var total = BeforeEvent + size + sizeof(uint);
        if (_record.Length < total)
            (_content, _record) = (new byte[total], new byte[total]);
        // The array overload: TorchSharp's generated classes cannot write into a span.
        using (var coded = new CodedOutputStream(_content))
            entry.WriteTo(coded);
        var record = _record.AsSpan(0, total);
        var content = _content.AsSpan(0, size);
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)size);
        BinaryPrimitives.WriteUInt32LittleEndian(record[sizeof(ulong)..], MaskedCrc(record[..sizeof(ulong)]));
        content.CopyTo(record[BeforeEvent..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[(BeforeEvent + size)..], MaskedCrc(content));
        _file.Write(record);
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
    }
}
