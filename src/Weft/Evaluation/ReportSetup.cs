using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Evaluation;

/// <summary>What a report needs to know of a split besides its tokens.</summary>
internal sealed record ReportSetup
{
    /// <summary>Which split.</summary>
    public required Split Split { get; init; }

    /// <summary>What the report is called; null is the split's name.</summary>
    public string? Name { get; init; }

    /// <summary>After how many updates of the training the weights were taken.</summary>
    public required long Step { get; init; }

    /// <summary>Which weights these are.</summary>
    public WeightsChoice Weights { get; init; }

    /// <summary>From <see cref="PerplexitySignature"/>.</summary>
    public required string Signature { get; init; }

    /// <summary>The most tokens that the model sees at once.</summary>
    public required int Context { get; init; }

    /// <summary>The model's tokens.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>How often each token stands in the training split, [vocabulary]; null where that is not known: the report has no bands
    /// of frequency then, and the words of its matrix are those that are most frequent in the measured text.</summary>
    public required IReadOnlyList<long>? TrainingCounts { get; init; }

    /// <summary>Tokens of the whole split; sizes of the text mean something only where all are scored.</summary>
    public long SplitTokens { get; init; }

    /// <summary>Blank-separated words of the split's text; 0 where they are not known.</summary>
    public long Words { get; init; }

    /// <summary>UTF-8 bytes of the split's text; 0 where they are not known.</summary>
    public long Bytes { get; init; }

    /// <summary>How many tokens of the split are the unknown token; null where the vocabulary has none.</summary>
    public long? Unknown { get; init; }

    /// <summary>The names of the tags, by their numbers; empty without tags.</summary>
    public IReadOnlyList<string> TagNames { get; init; } = [];

    /// <summary>How many words the confusion matrix has.</summary>
    public int MatrixWords { get; init; } = new EvaluationOptions().MatrixWords;

    /// <summary>How many pairs of confused words are listed.</summary>
    public int ConfusedPairs { get; init; } = new EvaluationOptions().ConfusedPairs;
}
