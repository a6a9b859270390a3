using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Text.Vectors.Learning;

/// <summary>
/// GloVe's parameters and its update. The objective is the paper's equation 8, f(X_ij) (w_i w~_j + b_i + b~_j - log X_ij)^2, minimised by
/// AdaGrad (Duchi et al. 2011) as Stanford's tool does: squared gradients begin at 1, each gradient of a vector is cut off at 100, and
/// biases take steps with a rate of 1.
/// </summary>
internal sealed class GloVeModel
{
    private const float MostGradient = 100;

    private readonly float[] _rows; // for each word, then for each context: the vector, then its squared gradients
    private readonly float[] _biases; // for each likewise: the bias and its squared gradient
    private readonly int _width;

    /// <summary>Starts with vectors and biases uniform in plus or minus half of one over the dimension.</summary>
    public GloVeModel(int words, int dimension, long seed)
    {
        (Words, Dimension) = (words, dimension);
        // Whole vectors: the numbers that fill up are zeros, and stay so.
        _width = (dimension + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var numbers = 4L * words * _width;
        if (numbers > Array.MaxLength)
            throw new ConfigurationException($"{words:N0} words of {dimension} dimensions are too many for one training; lower --dimension or data.vocabularySize.");
        (_rows, _biases) = (new float[numbers], new float[4 * words]);
        for (var row = 0; row < 2 * words; row++)
        {
            var random = RandomStream.For(seed, "glove", row);
            for (var i = 0; i < dimension; i++)
                _rows[(long)row * 2 * _width + i] = (float)((random.NextDouble() - 0.5) / dimension);
            _rows.AsSpan(row * 2 * _width + _width, _width).Fill(1);
            (_biases[2 * row], _biases[2 * row + 1]) = ((float)((random.NextDouble() - 0.5) / dimension), 1);
        }
    }

    /// <summary>How many words there are.</summary>
    public int Words { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; }

    /// <summary>Moves the vectors of a pair and gives half its weighted squared error before.</summary>
    public double Update(TrainingPair pair, float rate)
    {
        var (word, context) = (pair.Word, Words + pair.Context);
        ref var w = ref Row(word);
        ref var c = ref Row(context);
        ref var wBias = ref _biases[2 * word];
        ref var cBias = ref _biases[2 * context];
        var difference = Dot(ref w, ref c) + wBias + cBias - pair.Logarithm;
        var error = pair.Weight * difference;
        Move(ref w, ref c, error, rate);
        wBias -= error / MathF.Sqrt(Unsafe.Add(ref wBias, 1));
        cBias -= error / MathF.Sqrt(Unsafe.Add(ref cBias, 1));
        Unsafe.Add(ref wBias, 1) += error * error;
        Unsafe.Add(ref cBias, 1) += error * error;
        return 0.5 * error * difference;
    }

    /// <summary>A word's vector and that of its context, added up: what Stanford's tool writes.</summary>
    public void CopySum(int word, Span<float> sum)
    {
        ref var w = ref Row(word);
        ref var c = ref Row(Words + word);
        for (var i = 0; i < Dimension; i++)
            sum[i] = Unsafe.Add(ref w, i) + Unsafe.Add(ref c, i);
    }

    private ref float Row(int row) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), (nint)row * 2 * _width);

    private float Dot(ref float w, ref float c)
    {
        var sum = Vector<float>.Zero;
        for (nuint i = 0; i < (nuint)_width; i += (nuint)Vector<float>.Count)
            sum += Vector.LoadUnsafe(ref w, i) * Vector.LoadUnsafe(ref c, i);
        return Vector.Sum(sum);
    }

    private void Move(ref float w, ref float c, float error, float rate)
    {
        var (most, least) = (new Vector<float>(MostGradient), new Vector<float>(-MostGradient));
        var squares = (nuint)_width;
        for (nuint i = 0; i < (nuint)_width; i += (nuint)Vector<float>.Count)
        {
            var (wNow, cNow) = (Vector.LoadUnsafe(ref w, i), Vector.LoadUnsafe(ref c, i));
            var (wSquares, cSquares) = (Vector.LoadUnsafe(ref w, squares + i), Vector.LoadUnsafe(ref c, squares + i));
            var wStep = Vector.Min(Vector.Max(cNow * error, least), most) * rate;
            var cStep = Vector.Min(Vector.Max(wNow * error, least), most) * rate;
            (wNow - wStep / Vector.SquareRoot(wSquares)).StoreUnsafe(ref w, i);
            (cNow - cStep / Vector.SquareRoot(cSquares)).StoreUnsafe(ref c, i);
            (wSquares + wStep * wStep).StoreUnsafe(ref w, squares + i);
            (cSquares + cStep * cStep).StoreUnsafe(ref c, squares + i);
        }
    }
}
