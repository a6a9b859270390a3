namespace Weft.Bench.Classification;

/// <summary>A way to learn the labels of texts.</summary>
internal enum Method
{
    /// <summary>Weft.</summary>
    Weft,

    /// <summary>ML.NET's features of text and its linear model, trained by stochastic dual coordinate ascent.</summary>
    Sdca,

    /// <summary>The same features and boosted trees.</summary>
    LightGbm,
}

/// <summary>What they are called.</summary>
internal static class Methods
{
    /// <summary>In tables, and what <c>--only</c> takes the beginning of.</summary>
    public static string TitleOf(Method method) => method switch
    {
        Method.Weft => "Weft",
        Method.Sdca => "ML.NET SDCA",
        Method.LightGbm => "ML.NET LightGBM",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "It must be a known method."),
    };

    /// <summary>Those whose title begins so, in any case.</summary>
    public static IReadOnlyList<Method> Beginning(string title) =>
        [.. Enum.GetValues<Method>().Where(method => TitleOf(method).StartsWith(title, StringComparison.OrdinalIgnoreCase))];
}
