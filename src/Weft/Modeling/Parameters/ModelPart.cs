namespace Weft.Modeling.Parameters;

/// <summary>What a parameter is in the model: by it phases choose what they train, and optimizers what they treat in another way.</summary>
internal enum ModelPart
{
    /// <summary>A matrix within a layer.</summary>
    Layer,

    /// <summary>The tokens' vectors; where they are shared with the decoder, its weights too.</summary>
    Embedding,

    /// <summary>The table of positions.</summary>
    Positions,

    /// <summary>A matrix that maps hidden states onto the vocabulary.</summary>
    Decoder,

    /// <summary>The scale or the shift of a norm.</summary>
    Norm,

    /// <summary>What is added to a product.</summary>
    Bias,
}
