using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Weft.Tests.Golden;

/// <summary>The tensors of a safetensors file as arrays, read in the plainest way.</summary>
internal sealed class PlainTensors
{
    private readonly Dictionary<string, (int[] Shape, float[] Numbers)> _tensors = [];

    public PlainTensors(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        foreach (var (name, entry) in JsonNode.Parse(bytes.AsSpan(8, headerLength))!.AsObject())
        {
            if (name == "__metadata__")
                continue;
            Assert.Equal("F32", entry!["dtype"]!.GetValue<string>());
            var (begin, end) = (entry["data_offsets"]![0]!.GetValue<int>(), entry["data_offsets"]![1]!.GetValue<int>());
            var numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + headerLength)[begin..end]).ToArray();
            _tensors[name] = ([.. entry["shape"]!.AsArray().Select(size => size!.GetValue<int>())], numbers);
        }
    }

    public IEnumerable<string> Names => _tensors.Keys;

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>A vector, or zeros where the file has none of that name.</summary>
    public double[] Vector(string name, int length) =>
        _tensors.TryGetValue(name, out var found) ? [.. found.Numbers.Select(number => (double)number)] : new double[length];

    /// <summary>A matrix as its rows.</summary>
    public double[][] Matrix(string name)
    {
        var (shape, numbers) = _tensors[name];
        return [.. numbers.Chunk(shape[1]).Select(row => row.Select(number => (double)number).ToArray())];
    }
}
