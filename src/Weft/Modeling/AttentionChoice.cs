using Weft.Modeling.Attention;

namespace Weft.Modeling;

/// <summary>What a token sees of its text, as a setting.</summary>
public enum AttentionChoice
{
    /// <summary>What the task wants: language models and the decoder of translators are causal, all others see the whole text.</summary>
    Auto,

    /// <summary>Itself and what comes before it.</summary>
    Causal,

    /// <summary>The whole text.</summary>
    Full,
}

/// <summary>What choices come to.</summary>
internal static class AttentionChoices
{
    /// <summary>What a token sees.</summary>
    /// <param name="choice">The setting.</param>
    /// <param name="ofTask">What the task wants where the setting leaves it.</param>
    public static AttentionKind Or(this AttentionChoice choice, AttentionKind ofTask) => choice switch
    {
        AttentionChoice.Causal => AttentionKind.Causal,
        AttentionChoice.Full => AttentionKind.Full,
        _ => ofTask,
    };
}
