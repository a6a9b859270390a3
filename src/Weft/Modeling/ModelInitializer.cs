using Weft.Modeling.Positions;
using Weft.Runtime.Tensors;
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
        using var frozen = no_grad();
        foreach (var stack in model.Stacks.Where(stack => stack.Embedding is not null))
            nn.init.uniform_(stack.EmbeddingWeight, -stack.Options.InitialRange, stack.Options.InitialRange);
        model.Output.Reset(model.Options.InitialRange);
        foreach (var stack in model.Stacks)
            ResetUniform(stack);
        ResetNormal(model);
        foreach (var stack in model.Stacks)
            Finish(stack);
    }

    private static void ResetUniform(TransformerStack stack)
    {
        var options = stack.Options;
        if (stack.EmbeddingProjection is { } projection)
        {
            // A uniform number has a third of its bound's square as variance, and as many are added up as the rows are wide.
            var bound = Math.Sqrt(3.0 / projection.Weight.shape[1]);
            nn.init.uniform_(projection.Weight, -bound, bound);
            projection.ZeroBias();
        }
        if (stack.PositionWeight is { } positions && options.Positions == PositionEncoding.Learned)
            nn.init.uniform_(positions, -options.InitialRange, options.InitialRange);
    }

    private static void ResetNormal(TransformerModel model)
    {
        foreach (var (name, parameter) in model.NamedParameters.Where(named => named.Parameter.dim() == 2 && !ReferenceEquals(named.Parameter, model.Ngrams?.Weight)))
        {
            if (model.StackOf(name).Options.InitialDeviation is > 0 and var deviation)
                nn.init.normal_(parameter, 0, deviation);
        }
        foreach (var projection in model.Stacks.Where(stack => stack.Options.InitialDeviation > 0).SelectMany(stack => stack.modules().OfType<Projection>()))
            projection.ZeroBias();
    }

    private static void Finish(TransformerStack stack)
    {
        var options = stack.Options;
        if (stack.PositionWeight is { } positions && options.Positions == PositionEncoding.SinusoidalTrainable)
        {
            using var sines = stack.Pictures is { } pictures
                ? SinusoidalTable.OfGrid(pictures.Side, options.Dimension, positions.device)
                : new SinusoidalTable(options.MaximumPositions, options.Dimension, positions.device);
            sines.CopyTo(positions);
        }
        if (options.Norm != NormPlacement.Pre)
            return;
        List<Projection> ends = [.. stack.Layers.SelectMany(layer => layer.ResidualEnds)];
        foreach (var end in ends)
            end.Weight.MultiplyInPlace(1 / Math.Sqrt(ends.Count));
    }
}
