namespace Weft.Modeling.Attention;

/// <summary>What a token sees of its text. The task decides it, and <see cref="AttentionChoice"/> where the task leaves a choice.</summary>
internal enum AttentionKind
{
    /// <summary>Itself and what comes before it, as in a decoder: the next token can be predicted in every place at once.</summary>
    Causal,

    /// <summary>The whole text, as in an encoder.</summary>
    Full,
}
