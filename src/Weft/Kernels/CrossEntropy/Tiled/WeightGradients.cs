using Weft.Kernels.Parallel;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// Multiplies the gradients of the scores of some rows by their hidden states, some classes at a time. A column of ones beside the
/// hidden states makes the bias's gradient come with the weights'.
/// </summary>
internal sealed class WeightGradients<T, TFormat>
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    private const int ClassesAtOnce = 1024;
    private const int Alignment = 16;

    private readonly ScoreTiles<T, TFormat> _tiles;
    private readonly LossFactors _factors;
    private readonly KeptGradients<T> _kept;
    private readonly int _frequent;
    private readonly Tensor _inputs; // [rows, dimension, then a one]
    private readonly Tensor _chosenInputs; // [chosen rows, the same]
    private readonly Tensor _spread; // [the same]: the hidden states, each times what its row takes from each class

    /// <summary>To be made in a scope that lives as long.</summary>
    public WeightGradients(ScoreTiles<T, TFormat> tiles, LossFactors factors, KeptGradients<T> kept)
    {
        (_tiles, _factors, _kept, _frequent) = (tiles, factors, kept, (int)Math.Min(kept.Frequent.size(1), tiles.Classes));
        var width = (tiles.Dimension + 1 + Alignment - 1) / Alignment * Alignment;
        _inputs = zeros(kept.Rows, width, tiles.Weight.dtype);
        _inputs.narrow(1, 0, tiles.Dimension).copy_(tiles.Inputs.narrow(0, kept.First, kept.Rows));
        _inputs.narrow(1, tiles.Dimension, 1).copy_(ones(kept.Rows, 1));
        _chosenInputs = empty(kept.Chosen.Count, width, tiles.Weight.dtype);
        var (from, to) = (new TensorRows<T>(_inputs), new TensorRows<T>(_chosenInputs));
        for (var place = 0; place < kept.Chosen.Count; place++)
            from[kept.Chosen[place]].CopyTo(to[place]);
        _spread = zeros(width);
        AddSpread(new TensorRows<float>(_spread)[0]);
    }

    /// <summary>Adds the gradients to others.</summary>
    public void AddTo((Tensor Weight, Tensor Bias) gradients)
    {
        var ofFrequent = Parts(_frequent);
        var ofRarer = _kept.Chosen.Count == 0 ? 0 : Parts(_tiles.Classes - _frequent);
        var width = _inputs.size(1);
        var sums = new Sums(new TensorRows<float>(gradients.Weight), new TensorRows<float>(gradients.Bias));
        var pool = new BufferPool<Tensor>(ofFrequent + ofRarer, () => empty(ClassesAtOnce, width, _tiles.Weight.dtype));
        var frequent = _kept.Frequent.narrow(0, 0, _kept.Rows).t(); // [classes, rows]
        var rarer = _kept.Rarer.narrow(0, 0, _kept.Chosen.Count).t(); // [classes, chosen rows]
        // Parts of frequent classes come first: they take longer, and threads that are done go on with the others.
        ParallelBlocks.Run(ofFrequent + ofRarer, part =>
        {
            var products = pool.Take();
            if (part < ofFrequent)
                AddPart(frequent, _inputs, part * ClassesAtOnce, 0, _frequent, products, sums);
            else
                AddPart(rarer, _chosenInputs, (part - ofFrequent) * ClassesAtOnce, _frequent, _tiles.Classes - _frequent, products, sums);
            pool.Return(products);
        });
        if (ofRarer == 0 && _frequent < _tiles.Classes)
            AddSingles(_frequent, _tiles.Classes, sums);
    }

    private static int Parts(int classes) => (classes + ClassesAtOnce - 1) / ClassesAtOnce;

    /// <summary>Multiplies and adds some classes.</summary>
    /// <param name="gradient">[classes, rows].</param>
    /// <param name="inputs">[rows, dimension, then a one].</param>
    /// <param name="start">The first of the gradient's classes.</param>
    /// <param name="firstClass">The class that is its number 0.</param>
    /// <param name="classes">How many are classes and do not only fill up.</param>
    /// <param name="buffer">[classes at once, width of the inputs].</param>
    /// <param name="sums">What is added to.</param>
    private void AddPart(Tensor gradient, Tensor inputs, int start, int firstClass, int classes, Tensor buffer, Sums sums)
    {
        var count = Math.Min(ClassesAtOnce, classes - start);
        using var products = buffer.narrow(0, 0, count);
        using var part = gradient.narrow(0, start, count);
        products.addmm_(part, inputs, beta: 0, alpha: 1);
        var rows = new TensorRows<T>(products);
        for (var i = 0; i < count; i++)
        {
            var classNumber = firstClass + start + i;
            RowSums.AddMultiple<T, TFormat>(rows[i], 1, sums.Weight[classNumber]);
            sums.Bias[0][classNumber] += TFormat.Widen(rows[i][_tiles.Dimension]);
        }
        AddSingles(firstClass + start, firstClass + start + count, sums);
    }

    /// <summary>Adds to some classes what is not in the products: smoothing, and single derivatives.</summary>
    private void AddSingles(int first, int end, Sums sums)
    {
        var spread = new TensorRows<float>(_spread)[0];
        for (var classNumber = first; _factors.Spread > 0 && classNumber < end; classNumber++)
        {
            var factor = -_factors.ClassWeight(classNumber);
            RowSums.AddMultiple<float, Float32Format>(spread[.._tiles.Dimension], factor, sums.Weight[classNumber]);
            sums.Bias[0][classNumber] += factor * spread[_tiles.Dimension];
        }
        for (var tile = 0; tile < _tiles.TilesIn(_kept.Rows); tile++)
        {
            foreach (var (row, classNumber, value) in _kept.SinglesOf(tile))
            {
                if (classNumber < first || classNumber >= end)
                    continue;
                RowSums.AddMultiple<float, Float32Format>(_tiles.HiddenRow(row), value, sums.Weight[classNumber]);
                sums.Bias[0][classNumber] += value;
            }
        }
    }

    private void AddSpread(Span<float> spread)
    {
        for (var row = _kept.First; _factors.Spread > 0 && row < _kept.First + _kept.Rows; row++)
        {
            if (_tiles.Target(row) is null)
                continue;
            var factor = (float)_factors.OfSpread(row);
            RowSums.AddMultiple<float, Float32Format>(_tiles.HiddenRow(row), factor, spread[.._tiles.Dimension]);
            spread[_tiles.Dimension] += factor;
        }
    }

    private readonly record struct Sums(TensorRows<float> Weight, TensorRows<float> Bias);
}
