using Weft.Kernels.Parallel;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Kernels.Layers;

/// <summary>Adds gradients to float32 sums on the CPU, each number in one pass; the result does not depend on the number of threads.</summary>
internal static class GradientSums
{
    /// <summary>sums += addends.</summary>
    /// <param name="sums">float32, contiguous.</param>
    /// <param name="addends">Of the same number of elements, float32 or bfloat16, contiguous.</param>
    public static void Add(Tensor sums, Tensor addends)
    {
        var (to, from) = (new FlatNumbers(sums), new FlatNumbers(addends));
        Tiles.Run(sums, (start, sum, addend) =>
        {
            to.Load(start, sum);
            from.Load(start, addend);
            TensorPrimitives.Add(sum, addend, sum);
            to.Store(sum, start);
        });
        GC.KeepAlive(sums);
        GC.KeepAlive(addends);
    }

    /// <summary>sums[i] += the sum of column i.</summary>
    /// <param name="sums">[columns], float32.</param>
    /// <param name="rows">[rows, columns], float32 or bfloat16, contiguous.</param>
    public static void AddColumns(Tensor sums, Tensor rows)
    {
        var (to, from) = (new FlatNumbers(sums), new FlatNumbers(rows));
        var (height, width) = (rows.size(0), rows.size(1));
        // 128 bytes of bfloat16 are two cache lines of each row.
        const int ColumnsInBlock = 64;
        ParallelBlocks.Run((int)((width + ColumnsInBlock - 1) / ColumnsInBlock), block =>
        {
            var first = (long)block * ColumnsInBlock;
            var count = (int)Math.Min(ColumnsInBlock, width - first);
            var sum = (stackalloc float[ColumnsInBlock])[..count];
            var addend = (stackalloc float[ColumnsInBlock])[..count];
            to.Load(first, sum);
            for (var row = 0L; row < height; row++)
            {
                from.Load(row * width + first, addend);
                TensorPrimitives.Add(sum, addend, sum);
            }
            to.Store(sum, first);
        });
        GC.KeepAlive(sums);
        GC.KeepAlive(rows);
    }
}
