using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>What one thread needs while it looks at the scores of a tile; used for one tile after another.</summary>
internal class TileBuffers
{
    private readonly Tensor _highest;
    private readonly TensorRows<float> _highestNumbers;

    /// <param name="products">Room for the tile's products, or null where they are kept elsewhere.</param>
    /// <param name="classes">Columns of the products.</param>
    public TileBuffers(Tensor? products, int classes)
    {
        Products = products;
        _highest = empty(classes / RowPasses.Block * RowPasses.HighestInBlock);
        _highestNumbers = new TensorRows<float>(_highest);
    }

    /// <summary>Hidden states times weights: [rows of a tile, classes].</summary>
    public Tensor? Products { get; }

    /// <summary>The highest scores of each block of a row.</summary>
    public Span<float> Highest => _highestNumbers[0];
}

/// <summary>The same while gradients are worked out.</summary>
/// <param name="products">Room for the tile's products, or null where they are kept elsewhere.</param>
/// <param name="classes">Columns of the products.</param>
/// <param name="rows">Rows of a tile.</param>
/// <param name="groups">How many groups of the rarer classes are chosen at most.</param>
/// <param name="weight">The weights, for their dimension and type.</param>
internal sealed class GradientBuffers(Tensor? products, int classes, int rows, int groups, Tensor weight) : TileBuffers(products, classes)
{
    /// <summary>The scores of a row that are above a limit.</summary>
    public List<(int Class, float Score)> Large { get; } = [];

    /// <summary>The chosen groups.</summary>
    public int[] Groups { get; } = new int[groups];

    /// <summary>The hidden states' gradient by the classes that are all worked out: [rows, dimension].</summary>
    public Tensor HiddenGradient { get; } = empty(rows, weight.size(1), weight.dtype);

    /// <summary>Gradients of the scores of chosen rarer classes: [rows, chosen].</summary>
    public Tensor ChosenGradient { get; } = empty(rows, groups * RowPasses.Group, weight.dtype);

    /// <summary>The weights of these classes, [chosen, dimension].</summary>
    public Tensor ChosenWeight { get; } = zeros(groups * RowPasses.Group, weight.size(1), weight.dtype);

    /// <summary>The hidden states' gradient by them: [rows, dimension].</summary>
    public Tensor ChosenHiddenGradient { get; } = empty(rows, weight.size(1), weight.dtype);
}
