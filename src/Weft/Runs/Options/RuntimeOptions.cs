using Weft.Foundation;
using Weft.Runtime;

namespace Weft.Runs.Options;

/// <summary>What the training runs on.</summary>
public sealed record RuntimeOptions
{
    /// <summary>What computes: <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>, or <c>auto</c>, the first CUDA device where there is one.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The type in which matrix products are taken; everything else is float32.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Threads of LibTorch, at most one for each core; 0 is the fastest number by measurement.</summary>
    public int Threads { get; init; }

    /// <summary>Rows of scores over the vocabulary that are worked on at once; 0 is the fastest number by measurement.</summary>
    public int RowsAtOnce { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Devices.Knows(Device), "runtime.device", Device, "be auto, cpu, cuda or cuda:N, or several of them with commas between, one for each worker");
        problems.Require(Threads is >= 0 and <= 4096, "runtime.threads", Threads, "be from 0 to 4096");
        problems.Require(RowsAtOnce is >= 0 and <= 1 << 20, "runtime.rowsAtOnce", RowsAtOnce, "be from 0 to 1048576");
    }
}
