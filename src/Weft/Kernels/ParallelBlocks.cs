using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>Runs the blocks of a kernel on as many threads as LibTorch has, which rest meanwhile.</summary>
internal static class ParallelBlocks
{
    /// <summary>Calls the body with 0 to <paramref name="blocks"/> - 1, each once, in any order.</summary>
    public static void Run(int blocks, Action<int> body)
    {
        var threads = Math.Min(blocks, get_num_threads());
        if (threads > 1)
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
            return;
        }
        for (var block = 0; block < blocks; block++)
            body(block);
    }
}
