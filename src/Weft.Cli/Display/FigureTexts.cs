using Weft.Evaluation;

namespace Weft.Cli.Display;

/// <summary>The words for figures of an evaluation, whatever the task: <c>perplexity 12.34</c>, <c>accuracy 31.0%</c>.</summary>
internal static class FigureTexts
{
    /// <summary>Those of some figures that are known, in their order.</summary>
    public static IEnumerable<string> Of(IEnumerable<KeyValuePair<string, double?>> figures) =>
        figures.Where(figure => figure.Value is not null).Select(figure => Of(figure.Key, figure.Value!.Value));

    /// <summary>A figure with its name.</summary>
    public static string Of(string name, double value) => name switch
    {
        "bitsPerByte" => $"{value:F3} bits a byte",
        "bitsPerWord" => $"{value:F2} bits a word",
        _ => $"{NameOf(name)} {ValueOf(name, value)}",
    };

    /// <summary>A figure's name in words: <c>top-5 accuracy</c>.</summary>
    public static string NameOf(string name) => name == "topFiveAccuracy"
        ? "top-5 accuracy"
        : string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>A figure's value: shares in percent.</summary>
    public static string ValueOf(string name, double value) => NameOf(name).Split(' ')[^1] switch
    {
        "perplexity" => $"{value:N2}",
        "accuracy" or "error" => $"{value:P1}",
        _ => $"{value:F4}",
    };

    /// <summary>The name and the value of the figure to look at first; the loss where the task has no other.</summary>
    public static (string Name, string Value) First(EvaluationResult result) => result.Figures is [{ Value: { } value } first, ..]
        ? (NameOf(first.Key), ValueOf(first.Key, value))
        : ("loss", ValueOf("loss", result.Loss));
}
