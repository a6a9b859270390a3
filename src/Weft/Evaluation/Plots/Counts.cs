namespace Weft.Evaluation.Plots;

/// <summary>Numbers in the little room that pictures have.</summary>
internal static class Counts
{
    /// <summary>For example 950, 12.3k, 1.2M.</summary>
    public static string Short(double number) => number switch
    {
        >= 999_950_000_000 => $"{number:0.#e0}",
        >= 999_950_000 => $"{number / 1e9:0.#}G",
        >= 999_950 => $"{number / 1e6:0.#}M",
        >= 9_999.5 => $"{number / 1e3:0.#}k",
        _ => $"{number:N0}",
    };

    /// <summary>A perplexity: two digits at least that matter.</summary>
    public static string Perplexity(double number) => number < 99.95 ? $"{number:F1}" : Short(number);
}
