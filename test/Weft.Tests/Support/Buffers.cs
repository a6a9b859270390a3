using TorchSharp.Modules;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Tests.Support;

/// <summary>Flat buffers of a few parameters.</summary>
internal static class Buffers
{
    /// <summary>Parameters named p0, p1 ...: matrices take part in products.</summary>
    public static ParameterBuffer Of(params Parameter[] parameters) => Of(ScalarType.Float32, parameters);

    public static ParameterBuffer Of(ScalarType productType, params Parameter[] parameters) =>
        new(parameters.Select((p, i) => p.dim() > 1
            ? new ParameterEntry($"p{i}", p, ParameterRole.Factor, ModelPart.Layer)
            : new ParameterEntry($"p{i}", p, ParameterRole.Vector, ModelPart.Bias)), productType);

    /// <summary>A lone table of rows to be looked up, named p0.</summary>
    public static ParameterBuffer OfTable(Parameter table) => new([new("p0", table, ParameterRole.Table, ModelPart.Embedding)]);
}
