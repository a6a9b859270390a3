using Weft.Kernels.Parallel;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>The sum of the classes' weights, which smoothing needs; LibTorch's own sum of a bfloat16 matrix takes ten times as long.</summary>
internal static class WeightSum
{
    private const int ClassesInBlock = 4096;

    /// <summary>Sums in float32, and in the same order whatever the number of threads.</summary>
    /// <param name="weight">[classes, dimension].</param>
    /// <param name="classWeights">What each class counts, [classes], or null where all count 1.</param>
    /// <returns>[1, dimension], float32.</returns>
    public static Tensor Of<T, TFormat>(Tensor weight, Tensor? classWeights)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        var (classes, dimension) = ((int)weight.size(0), (int)weight.size(1));
        var blocks = (classes + ClassesInBlock - 1) / ClassesInBlock;
        var sums = zeros(blocks, dimension);
        var (rows, sumRows) = (new TensorRows<T>(weight), new TensorRows<float>(sums));
        var factors = classWeights is null ? default(TensorRows<float>?) : new TensorRows<float>(classWeights);
        ParallelBlocks.Run(blocks, block =>
        {
            for (var i = block * ClassesInBlock; i < Math.Min(classes, (block + 1) * ClassesInBlock); i++)
                RowSums.AddMultiple<T, TFormat>(rows[i], factors is { } all ? all[0][i] : 1, sumRows[block]);
        });
        return sums.sum(0, keepdim: true);
    }
}
