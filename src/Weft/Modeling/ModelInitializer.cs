using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>The weights that a model starts from.</summary>
internal static class ModelInitializer
{
    /// <summary>
    /// Embedding, learned positions and decoder uniform in the model's range, decoder bias zero; the embedding's projection keeps the size of
    /// its rows' numbers. Or, where the options name a deviation, all matrices normal and all biases zero. In pre-norm models the products
    /// that end a residual path are divided by the root of their number, so that the sum's variance does not grow with depth
    /// (Radford et al. 2019, section 2.3).
    /// </summary>
    public static void Reset(TransformerModel model)
    {
        var options = model.Options;
        using var frozen = no_grad();
        ResetUniform(model);
        if (options.InitialDeviation > 0)
            ResetNormal(model);
        if (model.Stack.PositionWeight is { } positions && options.Positions == PositionEncoding.SinusoidalTrainable)
        {
            using var sines = new SinusoidalTable(options.MaximumPositions, options.Dimension, positions.device);
            sines.CopyTo(positions);
        }
        if (options.Norm != NormPlacement.Pre)
            return;
        var scale = 1 / Math.Sqrt(2 * options.Layers);
        foreach (var layer in model.Stack.Layers)
        {
            layer.Attention.Output.Weight.MultiplyInPlace(scale);
            layer.Down.Weight.MultiplyInPlace(scale);
        }
    }

    private static void ResetUniform(TransformerModel model)
    {
        var options = model.Options;
        nn.init.uniform_(model.EmbeddingWeight, -options.InitialRange, options.InitialRange);
        model.Output.Reset(options.InitialRange);
        if (model.Stack.EmbeddingProjection is { } projection)
        {
            // A uniform number has a third of its bound's square as variance, and as many are added up as the rows are wide.
            var bound = Math.Sqrt(3.0 / options.EmbeddingWidth);
            nn.init.uniform_(projection.Weight, -bound, bound);
            projection.ZeroBias();
        }
        if (model.Stack.PositionWeight is { } positions && options.Positions == PositionEncoding.Learned)
            nn.init.uniform_(positions, -options.InitialRange, options.InitialRange);
    }

    private static void ResetNormal(TransformerModel model)
    {
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 2))
            nn.init.normal_(parameter, 0, model.Options.InitialDeviation);
        foreach (var projection in model.modules().OfType<Projection>())
            projection.ZeroBias();
    }
}
