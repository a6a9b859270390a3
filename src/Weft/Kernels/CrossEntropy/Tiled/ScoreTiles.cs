using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>The scores of a batch on the CPU, which exist for a tile of rows at a time.</summary>
internal sealed class ScoreTiles<T, TFormat>
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    private readonly Tensor _paddedBias;
    private readonly Tensor _transposed; // [dimension, classes]
    private readonly TensorRows<float> _bias;
    private readonly TensorRows<long> _targets;
    private readonly TensorRows<float> _hidden;

    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="weight">[classes, dimension], in the type of products.</param>
    /// <param name="bias">[classes], float32.</param>
    /// <param name="targets">[rows], int64.</param>
    public ScoreTiles(Tensor hidden, Tensor weight, Tensor bias, Tensor targets)
    {
        (Hidden, Weight, Targets) = (hidden.contiguous(), weight.contiguous(), targets.contiguous());
        Inputs = Hidden.to(weight.dtype);
        (Rows, Classes, Dimension) = ((int)hidden.size(0), (int)weight.size(0), (int)weight.size(1));
        _transposed = Weight.t();
        PaddedClasses = (Classes + RowPasses.Block - 1) / RowPasses.Block * RowPasses.Block;
        // Two tiles at least, so that two threads have work; a tile's products stay in the caches of a core and its neighbours.
        RowsInTile = Math.Clamp((Rows + 2 * RowPasses.Group - 1) / (2 * RowPasses.Group) * RowPasses.Group, 1, KernelSettings.RowsAtOnce);
        _paddedBias = empty(PaddedClasses);
        _bias = new TensorRows<float>(_paddedBias);
        _targets = new TensorRows<long>(Targets);
        _hidden = new TensorRows<float>(Hidden);
        var padded = _bias[0];
        padded[Classes..].Fill(float.NegativeInfinity);
        new TensorRows<float>(bias.detach())[0].CopyTo(padded);
    }

    /// <summary>[rows, dimension], float32.</summary>
    public Tensor Hidden { get; }

    /// <summary>The same in the type of products.</summary>
    public Tensor Inputs { get; }

    /// <summary>[classes, dimension], in the type of products.</summary>
    public Tensor Weight { get; }

    /// <summary>[rows], int64.</summary>
    public Tensor Targets { get; }

    public int Rows { get; }

    public int Classes { get; }

    /// <summary>The classes and some that have no probability: a whole number of blocks.</summary>
    public int PaddedClasses { get; }

    public int Dimension { get; }

    public int RowsInTile { get; }

    /// <summary>The bias of all classes, minus infinity for those that only fill up.</summary>
    public ReadOnlySpan<float> Bias => _bias[0];

    /// <summary>The target of a row, or null where it is not scored.</summary>
    public int? Target(int row)
    {
        var target = _targets[0][row];
        return target == LinearCrossEntropy.Ignored ? null : checked((int)target);
    }

    /// <summary>The hidden state of a row, [dimension].</summary>
    public ReadOnlySpan<float> HiddenRow(int row) => _hidden[row];

    /// <summary>Tiles that some rows make.</summary>
    public int TilesIn(int rows) => (rows + RowsInTile - 1) / RowsInTile;

    /// <summary>Room for products whose columns beyond the classes are 0.</summary>
    /// <returns>[rows, padded classes].</returns>
    public Tensor EmptyProducts(int rows)
    {
        var products = empty(rows, PaddedClasses, Weight.dtype);
        using var filling = products.narrow(1, Classes, PaddedClasses - Classes);
        filling.zero_();
        return products;
    }

    /// <summary>Multiplies hidden states and weights.</summary>
    /// <param name="firstRow">The first row in the batch.</param>
    /// <param name="products">[rows, padded classes]: takes the products.</param>
    public void Multiply(int firstRow, Tensor products)
    {
        using var ofClasses = products.narrow(1, 0, Classes);
        using var inputs = Inputs.narrow(0, firstRow, products.size(0));
        ofClasses.addmm_(inputs, _transposed, beta: 0, alpha: 1);
    }

    /// <summary>The highest score of a row, and the logarithm of the sum of all exponentials.</summary>
    /// <param name="products">[padded classes].</param>
    /// <param name="highest">For <see cref="RowPasses.Highest"/>.</param>
    public (float Highest, float Normaliser) Look(ReadOnlySpan<T> products, Span<float> highest)
    {
        var top = RowPasses.Highest<T, TFormat>(products, Bias, highest);
        var sum = RowPasses.SumOfExponentials<T, TFormat>(products, Bias, top);
        return (top, (float)(top + Math.Log(sum)));
    }

    /// <summary>Adds up losses in a fixed order.</summary>
    /// <param name="losses">The plain loss of each row: [rows], float32.</param>
    /// <param name="smoothed">The smoothed, weighted loss of each row, or null where it is the plain one.</param>
    /// <param name="correct">The number of hits.</param>
    /// <param name="predictions">What was predicted in each row, where that was asked for.</param>
    public LossSums Sums(Tensor losses, double[]? smoothed, int correct, RowPredictions? predictions = null)
    {
        var (sum, plain, scored) = (0.0, 0.0, 0);
        var numbers = new TensorRows<float>(losses)[0];
        for (var row = 0; row < Rows; row++)
        {
            plain += numbers[row];
            sum += smoothed?[row] ?? numbers[row];
            scored += Target(row) is null ? 0 : 1;
        }
        var totals = empty(4, ScalarType.Float64);
        ReadOnlySpan<double> values = [sum, plain, scored, correct];
        values.CopyTo(new TensorRows<double>(totals)[0]);
        return new LossSums(totals, losses) { Predictions = predictions };
    }

    /// <summary>A single score.</summary>
    public float Score(ReadOnlySpan<T> products, int classNumber) => TFormat.Widen(products[classNumber]) + Bias[classNumber];
}
