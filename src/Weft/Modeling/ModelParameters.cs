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
        if (ReferenceEquals(parameter, model.Stack.PositionWeight))
            return new(name, parameter, ParameterRole.Vector, ModelPart.Positions);
        if (parameter.dim() < 2)
            return new(name, parameter, ParameterRole.Vector, name.Contains("norm", StringComparison.Ordinal) ? ModelPart.Norm : ModelPart.Bias);
        if (ReferenceEquals(parameter, model.EmbeddingWeight))
            return new(name, parameter, model.Options.TieEmbeddings ? ParameterRole.Factor : ParameterRole.Table, ModelPart.Embedding);
        if (TransformerModel.IsOfHead(name))
            return new(name, parameter, ParameterRole.Factor, ModelPart.Decoder);
        var isQkv = model.Stack.Layers.Any(layer => ReferenceEquals(layer.Attention.Qkv.Weight, parameter));
        return new(name, parameter, ParameterRole.Factor, ModelPart.Layer) { Matrices = isQkv ? 3 : 1 };
    }
}
