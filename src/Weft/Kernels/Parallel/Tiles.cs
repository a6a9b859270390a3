using static TorchSharp.torch;

namespace Weft.Kernels.Parallel;

/// <summary>Works on a stretch of flat numbers.</summary>
/// <param name="start">The number of its first element.</param>
/// <param name="first">Memory for as many numbers as the stretch has.</param>
/// <param name="second">The same once more.</param>
internal delegate void TileBody(long start, Span<float> first, Span<float> second);

/// <summary>Element-wise kernels on tiles that stay in the nearest cache between one operation and the next.</summary>
internal static class Tiles
{
    private const int Length = 1024;
    private const int InBlock = 32;

    /// <summary>Calls the body for all of a tensor's numbers, on all threads.</summary>
    public static void Run(Tensor tensor, TileBody body)
    {
        var numbers = tensor.numel();
        const long BlockLength = Length * InBlock;
        ParallelBlocks.Run((int)((numbers + BlockLength - 1) / BlockLength), block =>
        {
            Span<float> first = stackalloc float[Length];
            Span<float> second = stackalloc float[Length];
            var end = Math.Min(numbers, (block + 1) * BlockLength);
            for (var start = block * BlockLength; start < end; start += Length)
            {
                var count = (int)Math.Min(Length, end - start);
                body(start, first[..count], second[..count]);
            }
        });
    }
}
