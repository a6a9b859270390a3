namespace Weft.Bench.Scaling;

/// <summary>
/// A model and its batches, as far as they are varied. The defaults are the base: small enough that its extremes still fit a common
/// machine, large enough that the body weighs as much as the head.
/// </summary>
internal sealed record ScalingShape
{
    /// <summary>Width; a head has 64 of it, and the feed-forward network is four times as wide.</summary>
    public int Dimension { get; init; } = 256;

    public int Layers { get; init; } = 4;

    public int Context { get; init; } = 128;

    /// <summary>Rows in a step.</summary>
    public int Batch { get; init; } = 16;

    public int Vocabulary { get; init; } = 16_000;

    /// <summary>The settings of a model of today's kind - norm first, GELU, rotary positions, tied weights - in this shape.</summary>
    public IReadOnlyList<string> Settings =>
    [
        "preset=gpt2-small",
        $"model.dimension={Dimension}", $"model.layers={Layers}", $"model.heads={Dimension / 64}", $"model.feedForward={4 * Dimension}",
        $"training.context={Context}", $"training.batch={Batch}",
        $"data.vocabularySize={Vocabulary}",
    ];
}
