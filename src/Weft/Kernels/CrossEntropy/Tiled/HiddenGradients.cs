using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// Multiplies the gradients of the scores of a tile by the weights: those of frequent classes by theirs, those of chosen others by copies
/// that lie side by side, and single ones one by one.
/// </summary>
/// <param name="tiles">The scores.</param>
/// <param name="factors">What smoothing takes from each class.</param>
/// <param name="frequent">How many classes count as frequent, with those that only fill up.</param>
/// <param name="results">Takes the gradients, [rows, dimension], float32.</param>
internal sealed class HiddenGradients<T, TFormat>(ScoreTiles<T, TFormat> tiles, LossFactors factors, int frequent, Tensor results)
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    private readonly Tensor _frequentWeight = tiles.Weight.narrow(0, 0, Math.Min(frequent, tiles.Classes)); // [frequent classes, dimension]

    /// <summary>Writes those of a tile.</summary>
    /// <param name="first">The tile's first row in the batch.</param>
    /// <param name="ofFrequent">The gradients of the scores of frequent classes: [the tile's rows, frequent].</param>
    /// <param name="groups">The groups of other classes that were chosen for the tile; their gradients are in the buffers.</param>
    /// <param name="buffers">The tile's.</param>
    /// <param name="singles">Single derivatives of the tile's rows.</param>
    public void Write(int first, Tensor ofFrequent, ArraySegment<int> groups, GradientBuffers buffers, ReadOnlySpan<SparseGradient> singles)
    {
        var count = (int)ofFrequent.size(0);
        MultiplyByWeights(ofFrequent, count, groups, buffers);
        var sums = new TensorRows<float>(results);
        var (some, others) = (new TensorRows<T>(buffers.HiddenGradient), new TensorRows<T>(buffers.ChosenHiddenGradient));
        for (var i = 0; i < count; i++)
        {
            sums[first + i].Clear();
            RowSums.AddMultiple<T, TFormat>(some[i], 1, sums[first + i]);
            if (groups.Count > 0)
                RowSums.AddMultiple<T, TFormat>(others[i], 1, sums[first + i]);
            if (factors.Spread > 0 && tiles.Target(first + i) is not null)
                RowSums.AddMultiple<float, Float32Format>(factors.WeightSum, (float)-factors.OfSpread(first + i), sums[first + i]);
        }
        var weights = new TensorRows<T>(tiles.Weight);
        foreach (var (row, classNumber, value) in singles)
            RowSums.AddMultiple<T, TFormat>(weights[classNumber], value, sums[row]);
    }

    /// <summary>By the frequent classes and by the chosen others, into the buffers.</summary>
    private void MultiplyByWeights(Tensor ofFrequent, int count, ArraySegment<int> groups, GradientBuffers buffers)
    {
        using var gradient = ofFrequent.narrow(1, 0, _frequentWeight.size(0));
        using var byFrequent = buffers.HiddenGradient.narrow(0, 0, count);
        byFrequent.addmm_(gradient, _frequentWeight, beta: 0, alpha: 1);
        if (groups.Count == 0)
            return;
        CopyWeights(groups, buffers.ChosenWeight);
        var chosen = groups.Count * RowPasses.Group;
        using var rows = buffers.ChosenGradient.narrow(0, 0, count);
        using var chosenGradient = rows.narrow(1, 0, chosen);
        using var chosenWeight = buffers.ChosenWeight.narrow(0, 0, chosen);
        using var byChosen = buffers.ChosenHiddenGradient.narrow(0, 0, count);
        byChosen.addmm_(chosenGradient, chosenWeight, beta: 0, alpha: 1);
    }

    /// <summary>Puts the weights of chosen groups side by side; beyond the last class there are none.</summary>
    private void CopyWeights(ArraySegment<int> groups, Tensor target)
    {
        var (from, to) = (new TensorRows<T>(tiles.Weight), new TensorRows<T>(target));
        for (var i = 0; i < groups.Count * RowPasses.Group; i++)
        {
            var classNumber = frequent + groups[i / RowPasses.Group] * RowPasses.Group + i % RowPasses.Group;
            if (classNumber < tiles.Classes)
                from[classNumber].CopyTo(to[i]);
            else
                to[i].Clear();
        }
    }
}
