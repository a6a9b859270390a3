using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Foundation.Files;
using Weft.Runtime.Tensors;

namespace Weft.Runtime.Safetensors;

/// <summary>An open safetensors file whose header has been checked.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly SafetensorsHeader _header;

    internal SafetensorsReader(string path)
    {
        _path = path;
        _file = RegularFile.OpenRead(path, buffer: 1);
        try
        {
            _header = SafetensorsHeader.Read(_file);
        }
        catch (InvalidDataException e)
        {
            _file.Dispose();
            throw new InvalidDataException($"{path} is not a valid safetensors file: {e.Message}.", e);
        }
        Names = [.. _header.Entries.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The tensors' names in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The free text of the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>A tensor's number format and shape.</summary>
    /// <exception cref="InvalidDataException">The file has no tensor of that name.</exception>
    public SafetensorsEntry this[string name] => _header.Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new InvalidDataException($"{_path} has no tensor {name}.");

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => _header.Entries.ContainsKey(name);

    /// <summary>Reads a tensor into an existing one of the same number format and shape, on any device.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it differs in format or shape; says both.</exception>
    public void CopyTo(string name, torch.Tensor target)
    {
        var entry = this[name];
        if (entry.Type != target.dtype || !entry.Shape.SequenceEqual(target.shape))
            throw new InvalidDataException(
                $"{name} is {entry.Description} in {_path}, but {SafetensorsEntry.Describe(target.dtype, target.shape)} is expected.");
        if (target.device_type == DeviceType.CPU && target.is_contiguous())
        {
            Fill(target, entry);
            return;
        }
        using var noGradient = torch.no_grad();
        using var loaded = Load(name);
        target.copy_(loaded);
    }

    /// <summary>Reads a tensor into a new one on the CPU.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or has changed since it was opened.</exception>
    public torch.Tensor Load(string name)
    {
        var entry = this[name];
        var tensor = torch.empty([.. entry.Shape], entry.Type);
        try
        {
            Fill(tensor, entry);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>The name of the first float32 tensor that holds an infinite number or none, or null where all are finite.</summary>
    public string? FirstNotFinite()
    {
        var numbers = new float[BufferSize / sizeof(float)];
        foreach (var name in Names.Where(name => this[name].Type == torch.ScalarType.Float32))
        {
            var entry = this[name];
            _file.Position = _header.DataStart + entry.Begin;
            for (var left = (entry.End - entry.Begin) / sizeof(float); left > 0; left -= numbers.Length)
            {
                var part = numbers.AsSpan(0, (int)Math.Min(left, numbers.Length));
                _file.ReadExactly(MemoryMarshal.AsBytes(part));
                if (!TensorPrimitives.IsFiniteAll<float>(part))
                    return name;
            }
        }
        return null;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Fill(torch.Tensor tensor, SafetensorsEntry entry)
    {
        _file.Position = _header.DataStart + entry.Begin;
        try
        {
            tensor.ReadBytesFromStream(_file, BufferSize);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{_path} has become shorter while it was read.", e);
        }
        // Native code may do anything with a truth value that is neither.
        if (entry.Type == torch.ScalarType.Bool
            && MemoryMarshal.AsBytes(TensorMemory.Span<bool>(tensor)).ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException($"{entry.Name} in {_path} holds a truth value other than 0 and 1.");
    }
}
