using Weft.Data.Batching;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>The mean of the hidden states of a text's tokens: what the head of a classifier sees of it.</summary>
internal static class PooledStates
{
    /// <summary>The means of a batch; part of the graph. Padding counts nothing.</summary>
    /// <param name="hidden">[batch, time, dimension], float32.</param>
    /// <param name="batch">Says where rows begin and end.</param>
    /// <returns>[batch, dimension]</returns>
    public static Tensor Of(Tensor hidden, Batch batch)
    {
        var (rows, time) = ((int)hidden.shape[0], (int)hidden.shape[1]);
        var shares = new float[rows * time];
        for (var row = 0; row < rows; row++)
        {
            var (start, end) = (batch.Starts?[row] ?? 0, batch.Ends?[row] ?? time);
            shares.AsSpan(row * time + start, end - start).Fill(1f / (end - start));
        }
        return tensor(shares, [rows, 1, time], device: hidden.device).bmm(hidden).squeeze(1); // [batch, dimension]
    }
}
