using Weft.Bench.Throughput;
using Weft.Bench.Trainings;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runtime;

namespace Weft.Bench.Techniques;

/// <summary>A step with one technique more than the one before it has.</summary>
/// <param name="Name">What is new.</param>
/// <param name="Column">Whose step it is.</param>
/// <param name="Kernels">How Weft's parts are computed; null for the listing.</param>
/// <param name="Settings">Its options, made of the user's.</param>
internal sealed record Technique(string Name, Column Column, WeftKernels? Kernels, Func<RunOptions, RunOptions> Settings)
{
    private const KernelPath Plain = KernelPath.Tensors;
    private const KernelPath Own = KernelPath.Simd;

    /// <summary>All of them, from the plain listing to everything that the machine can do.</summary>
    /// <param name="hasListing">Whether TorchSharp's modules can train the model.</param>
    /// <param name="hasBFloat16">Whether the machine multiplies bfloat16 faster than float32.</param>
    public static IReadOnlyList<Technique> All(bool hasListing, bool hasBFloat16) =>
    [
        .. hasListing ? Listings() : [],
        new("Weft's step by LibTorch's operations", Column.Weft, new(Plain, Plain, Plain), Exact),
        new("decoder and loss in one kernel", Column.Weft, new(Own, Plain, Plain), Exact),
        new("layers' gradients by hand", Column.Weft, new(Own, Own, Plain), Exact),
        new("norm, clipping, update in one pass", Column.Weft, new(Own, Own, Own), Exact),
        new("small gradients estimated", Column.Weft, new(Own, Own, Own), InFloat32),
        .. hasBFloat16 ? [InBFloat16()] : Array.Empty<Technique>(),
        new("adaptive softmax (another model)", Column.Weft, new(Own, Own, Own), options => Adaptive(hasBFloat16 ? options : InFloat32(options))),
    ];

    private static Technique[] Listings() =>
    [
        new("TorchSharp's modules", Column.Listing, Kernels: null, InFloat32),
        new("allocator settings", Column.ListingWithAllocator, Kernels: null, InFloat32),
    ];

    private static Technique InBFloat16() => new(
        "products in bfloat16", Column.Weft, new(Own, Own, Own), options => options with { Runtime = options.Runtime with { Precision = Precision.BFloat16 } });

    private static RunOptions InFloat32(RunOptions options) => options with { Runtime = options.Runtime with { Precision = Precision.Float32 } };

    private static RunOptions Exact(RunOptions options) =>
        InFloat32(options) with { Training = options.Training with { GradientFilter = GradientFilterOptions.None } };

    private static RunOptions Adaptive(RunOptions options) => options with { Model = options.Model with { Softmax = SoftmaxKind.Adaptive } };
}
