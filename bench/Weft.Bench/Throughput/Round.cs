using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runs.Options;

namespace Weft.Bench.Throughput;

/// <summary>What is measured side by side.</summary>
internal enum Column
{
    /// <summary>The listing as a program without Weft runs it.</summary>
    Listing,

    /// <summary>The listing with Weft's settings of the memory allocator, and nothing else of Weft.</summary>
    ListingWithAllocator,

    /// <summary>Weft.</summary>
    Weft,
}

/// <summary>What a process is to measure.</summary>
internal sealed record RoundRequest
{
    public required Column Column { get; init; }

    public required RunOptions Options { get; init; }

    /// <summary>How Weft's parts are computed; null as Weft would, and for the listing.</summary>
    public WeftKernels? Kernels { get; init; }

    /// <summary>The file with the text's tokens; of a classifier the cache with its prepared texts.</summary>
    public required string Text { get; init; }

    /// <summary>Number of tokens; of no account to a classifier, whose texts say it.</summary>
    public int Vocabulary { get; init; }

    /// <summary>What the first token follows; as above.</summary>
    public int EndOfTextId { get; init; }

    /// <summary>Steps before the measured ones.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Steps that are measured.</summary>
    public required int Steps { get; init; }
}

/// <summary>What a process measured.</summary>
internal sealed record RoundResult
{
    public required double TokensPerSecond { get; init; }

    public required double StepMilliseconds { get; init; }

    /// <summary>Weft's time by part, milliseconds a step; null for the listing.</summary>
    public IReadOnlyDictionary<string, double>? PartMilliseconds { get; init; }

    /// <summary>The loss before the last update: all columns are to learn alike.</summary>
    public required double LastLoss { get; init; }

    public required long Parameters { get; init; }

    /// <summary>The type of the products.</summary>
    public required string Precision { get; init; }

    /// <summary>LibTorch's.</summary>
    public required int Threads { get; init; }

    public required StepCosts Costs { get; init; }
}
