namespace Weft.Bench.Scaling;

/// <summary>One factor, varied while all others stay at the base.</summary>
/// <param name="Factor">What is varied.</param>
/// <param name="Points">The values in rising order, each with its shape.</param>
internal sealed record ScalingSeries(string Factor, IReadOnlyList<(int Value, ScalingShape Shape)> Points)
{
    private static readonly ScalingShape Base = new();

    /// <summary>All series.</summary>
    public static IReadOnlyList<ScalingSeries> All { get; } =
    [
        Of("d", [128, 256, 512, 1024], value => Base with { Dimension = value }),
        Of("layers", [2, 4, 8, 12], value => Base with { Layers = value }),
        // The tokens of a step stay the same: what is seen is the price of looking back further.
        Of("context", [32, 64, 128, 256, 512, 1024], value => Base with { Context = value, Batch = Base.Batch * Base.Context / value }),
        Of("batch", [4, 8, 16, 32, 64], value => Base with { Batch = value }),
        Of("vocabulary", [1_000, 4_000, 16_000, 50_000, 200_000], value => Base with { Vocabulary = value }),
    ];

    /// <summary>Models with a goal of their own, by name, as settings.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Settings)> Named { get; } =
    [
        ("d 512 x 8, context 256", (Base with { Dimension = 512, Layers = 8, Context = 256, Batch = 8 }).Settings),
        ("GPT-2 small, 4 x 64", ["preset=gpt2-small", "training.batch=4", "training.context=64"]),
    ];

    /// <summary>The first and the last point alone.</summary>
    public ScalingSeries Ends => this with { Points = [Points[0], Points[^1]] };

    private static ScalingSeries Of(string factor, int[] values, Func<int, ScalingShape> shape) =>
        new(factor, [.. values.Select(value => (value, shape(value)))]);
}
