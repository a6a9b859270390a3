namespace Weft.Sampling.Dynamic;

/// <summary>A chosen chunk.</summary>
/// <param name="Chunk">Its number.</param>
/// <param name="Weight">What it counts in the loss.</param>
/// <param name="WordDropout">The share of its words that is taken out.</param>
internal readonly record struct Choice(long Chunk, float Weight, float WordDropout);
