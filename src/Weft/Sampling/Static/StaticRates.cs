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
        from is "audit" or "length" or "rarity" || HasPath(from, File) || HasPath(from, Run);

    /// <summary>The options with full paths, so that they mean the same in any folder.</summary>
    public static StaticOptions Resolve(StaticOptions options) => Prefix(options.From) is { } prefix
        ? options with { From = prefix + Path.GetFullPath(options.From[prefix.Length..]) }
        : options;

    /// <summary>How many times each chunk comes in an epoch on the average: mean 1, but for limits.</summary>
    /// <param name="options">Where the numbers come from.</param>
    /// <param name="examples">The examples.</param>
    /// <exception cref="InvalidDataException">A file is missing or wrong.</exception>
    public static float[] Of(StaticOptions options, IExamples examples)
    {
        var weights = options.From switch
        {
            "audit" => AuditWeights.Of(examples, options.Garbage),
            "length" => [.. Lengths(examples)],
            "rarity" => examples.Difficulties(),
            _ when HasPath(options.From, Run) => ChunkWeightFile.Read(SamplingReport.RatesOf(options.From[Run.Length..]), examples.Count),
            _ => ChunkWeightFile.Read(options.From[File.Length..], examples.Count),
        };
        double[] raised = [.. weights.Select(weight => Math.Pow(weight, options.Exponent))];
        var mean = raised.Average();
        if (!double.IsFinite(mean) || mean <= 0)
            throw new InvalidDataException($"The weights of sampling.static.from {options.From} to the power of {options.Exponent} have the mean {mean}; it must be above 0.");
        var lowest = options.Correction > 0 ? LowestCorrected : 0;
        return [.. raised.Select(weight => (float)Math.Clamp(weight / mean, lowest, Highest))];
    }

    private static IEnumerable<float> Lengths(IExamples examples)
    {
        for (long example = 0; example < examples.Count; example++)
            yield return examples.TargetsOf(0, example);
    }

    private static string? Prefix(string from) => new[] { File, Run }.FirstOrDefault(prefix => HasPath(from, prefix));

    private static bool HasPath(string from, string prefix) => from.StartsWith(prefix, StringComparison.Ordinal) && from.Length > prefix.Length;
}
