using TorchSharp.Modules;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>Consecutive rows of a table of weights, which may be another layer's too.</summary>
/// <param name="Table">[rows, width].</param>
/// <param name="First">The first row.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TableRows(Parameter Table, long First, long Count)
{
    /// <summary>A whole table.</summary>
    public static TableRows All(Parameter table) => new(table, 0, table.shape[0]);

    /// <summary>A view of the weights, [count, width].</summary>
    public Tensor Weight() => Table.narrow(0, First, Count);

    /// <summary>A view of their gradients, [count, width].</summary>
    public Tensor Gradient() => Table.Gradient().narrow(0, First, Count);
}
