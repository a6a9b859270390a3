using Weft.Runtime.Safetensors;
using Weft.Sampling;
using static TorchSharp.torch;

namespace Weft.Runs.Checkpoints;

/// <summary><c>sampler.safetensors</c>: what samplers remember of chunks and words; a tensor for each array.</summary>
internal static class SamplerMemory
{
    /// <summary>Writes the arrays.</summary>
    public static void Write(Stream file, IReadOnlyList<ICheckpointed> memories)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(file, memories.SelectMany(memory => memory.Memory).Select(entry => (entry.Name, TensorOf(entry.Values))));
    }

    /// <summary>Fills the arrays.</summary>
    /// <exception cref="InvalidDataException">The file has other ones.</exception>
    public static void Read(string path, IReadOnlyList<ICheckpointed> memories)
    {
        using var tensors = SafetensorsFile.Read(path);
        foreach (var (name, values) in memories.SelectMany(memory => memory.Memory))
        {
            using var scope = NewDisposeScope();
            var saved = TensorOf(values);
            tensors.CopyTo(name, saved);
            Array.Copy(ArrayOf(saved), values, values.Length);
        }
    }

    private static Tensor TensorOf(Array values) => values switch
    {
        float[] numbers => tensor(numbers),
        double[] numbers => tensor(numbers),
        int[] numbers => tensor(numbers),
        byte[] numbers => tensor(numbers),
        _ => throw new NotSupportedException($"A sampler's memory cannot be {values.GetType().Name}."),
    };

    private static Array ArrayOf(Tensor values) => values.dtype switch
    {
        ScalarType.Float32 => values.data<float>().ToArray(),
        ScalarType.Float64 => values.data<double>().ToArray(),
        ScalarType.Int32 => values.data<int>().ToArray(),
        ScalarType.Byte => values.data<byte>().ToArray(),
        var other => throw new NotSupportedException($"A sampler's memory cannot be of {other}."),
    };
}
