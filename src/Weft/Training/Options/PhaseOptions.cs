namespace Weft.Training.Options;

/// <summary>Which parameters a phase trains.</summary>
public enum Trainable
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>All but the layers: embedding, decoder and, in pre-norm models, the norm before it.</summary>
    Embeddings,
}

/// <summary>A stretch of training.</summary>
public sealed record PhaseOptions
{
    /// <summary>What logs call it.</summary>
    public string Name { get; init; } = "full";

    /// <summary>Which parameters it trains.</summary>
    public Trainable Trainable { get; init; }

    /// <summary>Its part of the budget, relative to the other phases' shares.</summary>
    public double Share { get; init; } = 1;
}
