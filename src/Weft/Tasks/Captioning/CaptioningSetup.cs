using Weft.Data.Batching;
using Weft.Evaluation.Measures;
using Weft.Tasks.Translation;
using Weft.Text.Tokenizers;

namespace Weft.Tasks.Captioning;

/// <summary>How pictures and their captions become examples: of a caption, the first <see cref="TaskSetup.Context"/> tokens are seen.</summary>
internal sealed record CaptioningSetup : TaskSetup
{
    /// <summary>How pictures are cut.</summary>
    public required PatchGrid Grid { get; init; }

    /// <summary>Makes text of what the model writes.</summary>
    public required ITokenizer Tokenizer { get; init; }

    /// <summary>By how many pixels at most pictures are shifted.</summary>
    public int Shift { get; init; }

    /// <summary>By what share at most their colours change.</summary>
    public double Color { get; init; }

    /// <summary>How reports caption.</summary>
    public BeamOptions Beams { get; init; } = new();

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];

    /// <summary>The same for measuring: nothing is done to pictures and captions.</summary>
    public CaptioningSetup ForMeasuring() => this with { WordDropout = 0, Shift = 0, Color = 0 };
}
