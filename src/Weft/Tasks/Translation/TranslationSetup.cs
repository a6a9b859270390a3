using Weft.Evaluation.Measures;
using Weft.Text.Tokenizers;

namespace Weft.Tasks.Translation;

/// <summary>How pairs of texts become the examples of a translator: of a source, and of a target, the first <see cref="TaskSetup.Context"/> tokens are seen.</summary>
internal sealed record TranslationSetup : TaskSetup
{
    /// <summary>Makes text of what the model writes.</summary>
    public required ITokenizer Tokenizer { get; init; }

    /// <summary>The tokens of sources; null where both sides are of one vocabulary.</summary>
    public SourceTokens? Source { get; init; }

    /// <summary>How reports translate.</summary>
    public BeamOptions Beams { get; init; } = new();

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];
}
