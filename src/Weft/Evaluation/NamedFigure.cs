namespace Weft.Evaluation;

/// <summary>A figure that a measurement gave, with the name that logs and pictures have for it.</summary>
/// <param name="Name">In camelCase: <c>perplexity</c>, <c>bitsPerByte</c>. It is a key of the log's lines.</param>
/// <param name="Value">The figure; null where it is not known.</param>
public readonly record struct NamedFigure(string Name, double? Value)
{
    private const double Large = 1_000;

    /// <summary>The figure in words, <c>perplexity 46.19</c>; empty where it is not known.</summary>
    public override string ToString() => (Name, Value) switch
    {
        (_, null) => "",
        ("bitsPerByte", { } value) => $"{value:F3} bits a byte",
        ("bitsPerWord", { } value) => $"{value:F2} bits a word",
        _ => $"{Words} {Number}",
    };

    /// <summary>The figure alone, as precise as people want it; empty where it is not known.</summary>
    public string Number => Value switch
    {
        null => "",
        { } value when EndsIn("perplexity") => $"{value:N2}",
        { } value when Name is "meanAbsoluteError" or "rootMeanSquareError" => $"{value:F3}",
        { } value when Name.StartsWith("recallAt", StringComparison.Ordinal) => $"{value:P1}",
        { } value when EndsIn("accuracy") || EndsIn("error") || EndsIn("f1") || EndsIn("exactMatch") => $"{value:P1}",
        { } value when Name is "bleu" or "chrF" => $"{value:F1}",
        { } value when double.IsInteger(value) || Math.Abs(value) >= Large => $"{value:N0}",
        { } value => $"{value:F3}",
    };

    /// <summary>The name in words: <c>top-5 accuracy</c>.</summary>
    internal string Words => Name switch
    {
        "topFiveAccuracy" => "top-5 accuracy",
        "macroF1" => "macro F1",
        "weightedF1" => "weighted F1",
        "microF1" => "micro F1",
        "spanF1" => "span F1",
        "auc" => "AUC",
        "mrr" => "MRR",
        "recallAt1" => "recall@1",
        "recallAt5" => "recall@5",
        "recallAt10" => "recall@10",
        "pearson" => "Pearson",
        "spearman" => "Spearman",
        "bleu" => "BLEU",
        "rougeL" => "ROUGE-L",
        "cider" => "CIDEr",
        "chrF" => "chrF",
        "f1" => "F1",
        "answerableF1" => "answerable F1",
        _ => string.Concat(Name.Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")),
    };

    private bool EndsIn(string word) => Name.EndsWith(word, StringComparison.OrdinalIgnoreCase);
}
