using TorchSharp.Modules;
using Weft.Modeling.Parameters;

namespace Weft.Modeling;

/// <summary>Says of each parameter of a model what it is to optimizers and phases: its role, and the part that it belongs to.</summary>
internal static class ModelParameters
{
    /// <summary>All parameters, in the model's order.</summary>
    public static IEnumerable<ParameterEntry> Of(TransformerModel model) =>
        model.named_parameters()
        .Select(named => EntryOf(model, named.name, named.parameter) with { IsOfHead = TransformerModel.IsOfHead(named.name) });

    private static ParameterEntry EntryOf(TransformerModel model, string name, Parameter parameter)
    {
        var stack = model.StackOf(name);
        if (ReferenceEquals(parameter, stack.PositionWeight))
            return new(name, parameter, ParameterRole.Vector, ModelPart.Positions);
        if (parameter.dim() < 2)
            return new(name, parameter, ParameterRole.Vector, name.Contains("norm", StringComparison.Ordinal) ? ModelPart.Norm : ModelPart.Bias);
        if (ReferenceEquals(parameter, stack.EmbeddingWeight))
            return new(name, parameter, stack.Options.TieEmbeddings ? ParameterRole.Factor : ParameterRole.Table, ModelPart.Embedding);
        if (TransformerModel.IsOfHead(name))
            return new(name, parameter, ParameterRole.Factor, ModelPart.Decoder);
        return new(name, parameter, ParameterRole.Factor, ModelPart.Layer) { Matrices = MatricesIn(stack, parameter) };
    }

    private static int MatricesIn(TransformerStack stack, Parameter parameter)
    {
        foreach (var layer in stack.Layers)
        {
            if (ReferenceEquals(layer.Attention.Qkv.Weight, parameter))
                return 3;
            if (ReferenceEquals(layer.CrossAttention?.KeysValues.Weight, parameter))
                return 2;
        }
        return 1;
    }
}
