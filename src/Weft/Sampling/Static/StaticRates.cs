using Weft.Data;

namespace Weft.Sampling.Static;

/// <summary>How often each chunk is to come, as <see cref="StaticOptions"/> ask.</summary>
internal static class StaticRates
{
    /// <summary>The most often that a chunk comes in an epoch.</summary>
    public const float Highest = 16;

    /// <summary>The least often where that is made up for by what it counts: so that no weight exceeds 4.</summary>
    public const float LowestCorrected = 0.25f;

    private const string File = "file:";
    private const string Run = "run:";

    /// <summary>Whether these are words for a source.</summary>
    public static bool IsKnown(string from) =>
        from is "length" or "rarity" || HasPath(from, File) || HasPath(from, Run);

    /// <summary>The options with full paths, so that they mean the same in any folder.</summary>
    public static StaticOptions Resolve(StaticOptions options) => Prefix(options.From) is { } prefix
        ? options with { From = prefix + Path.GetFullPath(options.From[prefix.Length..]) }
        : options;

    /// <summary>How many times each chunk comes in an epoch on the average: mean 1, but for limits.</summary>
    /// <param name="options">Where the numbers come from.</param>
    /// <param name="chunks">The chunks.</param>
    /// <param name="counts">How often each token stands in the training split.</param>
    /// <exception cref="InvalidDataException">A file is missing or wrong.</exception>
    public static float[] Of(StaticOptions options, ChunkSource chunks, IReadOnlyList<long> counts)
    {
        var weights = options.From switch
        {
            "length" => [.. Lengths(chunks)],
            "rarity" => ChunkComplexity.Of(chunks, counts),
            _ when HasPath(options.From, Run) => ChunkWeightFile.Read(SamplingReport.RatesOf(options.From[Run.Length..]), chunks.Count),
            _ => ChunkWeightFile.Read(options.From[File.Length..], chunks.Count),
        };
        double[] raised = [.. weights.Select(weight => Math.Pow(weight, options.Exponent))];
        var mean = raised.Average();
        if (!double.IsFinite(mean) || mean <= 0)
            throw new InvalidDataException($"The weights of sampling.static.from {options.From} to the power of {options.Exponent} have the mean {mean}; it must be above 0.");
        var lowest = options.Correction > 0 ? LowestCorrected : 0;
        return [.. raised.Select(weight => (float)Math.Clamp(weight / mean, lowest, Highest))];
    }

    private static IEnumerable<float> Lengths(ChunkSource chunks)
    {
        for (long chunk = 0; chunk < chunks.Count; chunk++)
            yield return chunks.RangeOf(0, chunk).Scored;
    }

    private static string? Prefix(string from) => new[] { File, Run }.FirstOrDefault(prefix => HasPath(from, prefix));

    private static bool HasPath(string from, string prefix) => from.StartsWith(prefix, StringComparison.Ordinal) && from.Length > prefix.Length;
}
