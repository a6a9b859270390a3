using TorchSharp.Modules;
using Weft.Modeling.Parameters;

namespace Weft.Modeling;

/// <summary>Says of each parameter of a model what it is to optimizers, phases and workers: its role, the part that it belongs to, and when its gradient is complete.</summary>
internal static class ModelParameters
{
    /// <summary>All parameters, in the model's order.</summary>
    public static IEnumerable<ParameterEntry> Of(TransformerModel model) =>
        model.named_parameters()
        .Select(named => EntryOf(model, named.name, named.parameter) with { IsOfHead = TransformerModel.IsOfHead(named.name), Stage = StageOf(model, named.name) });

    private static ParameterEntry EntryOf(TransformerModel model, string name, Parameter parameter)
    {
        var stack = model.StackOf(name);
        if (ReferenceEquals(parameter, stack.PositionWeight))
            return new(name, parameter, ParameterRole.Vector, ModelPart.Positions);
        if (ReferenceEquals(parameter, model.Ngrams?.Weight))
            return new(name, parameter, ParameterRole.Table, ModelPart.Embedding);
        if (parameter.dim() < 2)
            return new(name, parameter, ParameterRole.Vector, name.Contains("norm", StringComparison.Ordinal) ? ModelPart.Norm : ModelPart.Bias);
        if (ReferenceEquals(parameter, stack.Embedding?.Weight))
            return new(name, parameter, stack.Options.TieEmbeddings ? ParameterRole.Factor : ParameterRole.Table, ModelPart.Embedding);
        if (TransformerModel.IsOfHead(name))
            return new(name, parameter, ParameterRole.Factor, ModelPart.Decoder);
        return new(name, parameter, ParameterRole.Factor, ModelPart.Layer) { Matrices = MatricesIn(stack, parameter) };
    }

    private static int? StageOf(TransformerModel model, string name)
    {
        if (TransformerModel.IsOfHead(name))
            return 0;
        var stack = model.StackOf(name);
        var above = ReferenceEquals(stack, model.Stack) ? 0 : model.Stack.Options.Layers;
        return TransformerStack.LayerOf(name) is { } layer ? above + stack.Options.Layers - layer : null;
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
