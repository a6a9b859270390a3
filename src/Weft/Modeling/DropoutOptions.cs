using Weft.Foundation;

namespace Weft.Modeling;

/// <summary>A place of the model in which dropout is applied.</summary>
internal enum DropoutPlace
{
    /// <summary>What the layers begin with: embeddings and positions.</summary>
    Embedding,

    /// <summary>The weights of attention, after the softmax.</summary>
    Attention,

    /// <summary>Within the feed-forward networks, after the activation.</summary>
    Inner,

    /// <summary>What attention and feed-forward networks add to the residual path.</summary>
    Residual,
}

/// <summary>Probabilities of dropout by place; each is that of <c>model.dropout</c> where it is not given.</summary>
public sealed record DropoutOptions
{
    /// <summary>Of embeddings and positions, where the layers begin; from 0 to below 1.</summary>
    public double? Embedding { get; init; }

    /// <summary>Of the weights of attention; from 0 to below 1.</summary>
    public double? Attention { get; init; }

    /// <summary>Within the feed-forward networks, after the activation; from 0 to below 1.</summary>
    public double? Inner { get; init; }

    /// <summary>Of what attention and feed-forward networks add to the residual path; from 0 to below 1.</summary>
    public double? Residual { get; init; }

    /// <summary>What was given for a place, or null.</summary>
    internal double? this[DropoutPlace place] => place switch
    {
        DropoutPlace.Embedding => Embedding,
        DropoutPlace.Attention => Attention,
        DropoutPlace.Inner => Inner,
        _ => Residual,
    };

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        foreach (var (name, rate) in new[] { ("embedding", Embedding), ("attention", Attention), ("inner", Inner), ("residual", Residual) })
            problems.Require(rate is null or (>= 0 and < 1), $"model.dropouts.{name}", rate, "be at least 0 and below 1");
    }
}
