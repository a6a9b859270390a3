using Weft.Text;

namespace Weft.Tasks.Classification;

/// <summary>How texts become the examples of a classifier: the model sees the first tokens of each, as many as <see cref="TaskSetup.Context"/> says.</summary>
internal sealed record ClassificationSetup : TaskSetup
{
    /// <summary>What is learnt: classification, or matching, whose texts are pairs of a line each.</summary>
    public TaskKind Task { get; init; } = TaskKind.Classification;

    /// <summary>Whether the two texts of a pair are read alone, each by itself.</summary>
    public bool IsApart { get; init; }

    /// <summary>What a label is.</summary>
    public LabelKind Labels { get; init; }

    /// <summary>What finds the n-grams of a text; null where the model sees none.</summary>
    public TextNgrams? Ngrams { get; init; }
}
