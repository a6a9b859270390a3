using static TorchSharp.torch;

namespace Weft.Kernels.Updates;

/// <summary>Adds the gradients of looked-up rows to a table's gradient, without a dense gradient of the table in between.</summary>
internal static class RowAddition
{
    /// <summary>Adds each row to the table's row of its id, in the order of the rows: the sums are always the same.</summary>
    /// <param name="path">Where the tensors are.</param>
    /// <param name="table">[rows, dimension], float32.</param>
    /// <param name="ids">[number], int64.</param>
    /// <param name="rows">[number, dimension], float32.</param>
    /// <param name="touched">Notes what was added to, or null where nobody asks; it is asked only on the CPU.</param>
    public static void Add(KernelPath path, Tensor table, Tensor ids, Tensor rows, TouchedParts? touched)
    {
        // Of LibTorch's operations that add rows, this one has a fixed order of additions on CUDA.
        if (path == KernelPath.Tensors)
            table.index_put_(rows, [ids], accumulate: true);
        else
            AddInOrder(table, ids, rows, touched);
    }

    private static void AddInOrder(Tensor table, Tensor ids, Tensor rows, TouchedParts? touched)
    {
        using var scope = NewDisposeScope();
        var (count, width) = (table.size(0), table.size(1));
        (ids, rows) = (ids.contiguous(), rows.contiguous());
        var (sums, added) = (new TensorRows<float>(table), new TensorRows<float>(rows));
        var numbers = new TensorRows<long>(ids)[0];
        for (var i = 0; i < numbers.Length; i++)
        {
            var id = numbers[i];
            if (id < 0 || id >= count)
                throw new ArgumentOutOfRangeException(nameof(ids), $"The id {id} is not below the table's {count} rows.");
            System.Numerics.Tensors.TensorPrimitives.Add(sums[(int)id], added[i], sums[(int)id]);
            touched?.Mark(id * width, width);
        }
        GC.KeepAlive(table);
        GC.KeepAlive(ids);
        GC.KeepAlive(rows);
    }
}
