using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>One state for a text, of those of its tokens. Padding counts nothing.</summary>
internal static class PooledStates
{
    /// <summary>The states of a batch; part of the graph.</summary>
    /// <param name="hidden">[batch, time, dimension], float32.</param>
    /// <param name="batch">Says where rows begin and end.</param>
    /// <param name="kind">How.</param>
    /// <returns>[batch, dimension]</returns>
    public static Tensor Of(Tensor hidden, Batch batch, PoolingKind kind)
    {
        var time = (int)hidden.shape[1];
        (int Start, int End)[] rows = [.. Enumerable.Range(0, (int)hidden.shape[0]).Select(row => (batch.Starts?[row] ?? 0, batch.Ends?[row] ?? time))];
        return kind switch
        {
            PoolingKind.First => At(rows.Select(row => row.Start)),
            PoolingKind.Last => At(rows.Select(row => row.End - 1)),
            PoolingKind.Maximum => hidden.Plus(Table(rows, time, float.NegativeInfinity, (_, _) => 0).to(hidden.device).transpose(1, 2)).amax([1]),
            _ => Table(rows, time, 0, (start, end) => 1f / (end - start)).to(hidden.device).bmm(hidden).squeeze(1), // [batch, dimension]
        };

        Tensor At(IEnumerable<int> columns) =>
            hidden.flatten(0, 1).index_select(0, tensor(columns.Select((column, row) => (long)row * time + column).ToArray(), device: hidden.device));
    }

    // [batch, 1, time]: something in the places of a row's tokens, and something else in those of its padding.
    private static Tensor Table((int Start, int End)[] rows, int time, float padding, Func<int, int, float> inside)
    {
        var table = new float[rows.Length * time];
        table.AsSpan().Fill(padding);
        foreach (var (index, (start, end)) in rows.Index())
            table.AsSpan(index * time + start, end - start).Fill(inside(start, end));
        return tensor(table, [rows.Length, 1, time]);
    }
}
