using TorchSharp;
using Weft.Foundation.Files;

namespace Weft.Runtime.Safetensors;

/// <summary>
/// Tensors in a file, in the safetensors format: the length of the header (8 bytes, little-endian), the header (JSON, padded
/// with blanks to a multiple of 8 bytes), then the numbers of each tensor, little-endian and row by row.
/// </summary>
internal static class SafetensorsFile
{
    /// <summary>Writes tensors in the ordinal order of their names; the same tensors give the same bytes.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="tensors">Names and tensors, on any device; they stay the caller's.</param>
    /// <param name="metadata">Free text for the header.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a tensor's number format cannot be written.</exception>
    public static void Write(
        Stream stream, IEnumerable<(string Name, torch.Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(stream, tensors.Select(entry => new StoredTensor(entry.Name, entry.Tensor.dtype, entry.Tensor.shape, entry.Tensor.detach)), metadata);

    /// <summary>The same of tensors that are read when their turn comes.</summary>
    public static void Write(Stream stream, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var sorted = tensors.OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        stream.Write(SafetensorsHeaderWriter.Build(sorted, metadata));
        foreach (var tensor in sorted)
        {
            using var scope = torch.NewDisposeScope();
            tensor.Read().cpu().contiguous().WriteBytesToStream(stream, bufferSize: 1 << 20);
        }
    }

    /// <summary>Opens a file and checks its header; the tensors are read when they are asked for.</summary>
    /// <param name="path">The file; it must not change while it is open.</param>
    /// <exception cref="InvalidDataException">It is missing or damaged; names the file and what is wrong.</exception>
    public static SafetensorsReader Read(string path)
    {
        if (!RegularFile.Exists(path))
            throw new InvalidDataException($"There is no safetensors file at {path}.");
        return new SafetensorsReader(path);
    }
}
