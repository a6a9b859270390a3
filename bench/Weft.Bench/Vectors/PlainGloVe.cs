using Weft.Foundation;
using Weft.Text.Vectors.Learning;

namespace Weft.Bench.Vectors;

/// <summary>GloVe's update one number after the other, as it would be written first: what vector instructions are measured against.</summary>
internal sealed class PlainGloVe
{
    private readonly int _words;
    private readonly int _dimension;
    private readonly float[][] _rows;
    private readonly float[][] _squares;

    public PlainGloVe(int words, int dimension)
    {
        (_words, _dimension) = (words, dimension);
        _rows = [.. Enumerable.Range(0, 2 * words).Select(row => Start(row, dimension))];
        _squares = [.. Enumerable.Range(0, 2 * words).Select(_ => Enumerable.Repeat(1f, dimension + 1).ToArray())];
    }

    /// <summary>Moves the vectors of a pair and gives half its weighted squared error before.</summary>
    public double Update(TrainingPair pair, float rate)
    {
        var (w, c) = (_rows[pair.Word], _rows[_words + pair.Context]);
        var (wSquares, cSquares) = (_squares[pair.Word], _squares[_words + pair.Context]);
        var difference = w[_dimension] + c[_dimension] - pair.Logarithm;
        for (var i = 0; i < _dimension; i++)
            difference += w[i] * c[i];
        var error = pair.Weight * difference;
        for (var i = 0; i < _dimension; i++)
        {
            var (wStep, cStep) = (Math.Clamp(error * c[i], -100, 100) * rate, Math.Clamp(error * w[i], -100, 100) * rate);
            w[i] -= wStep / MathF.Sqrt(wSquares[i]);
            c[i] -= cStep / MathF.Sqrt(cSquares[i]);
            wSquares[i] += wStep * wStep;
            cSquares[i] += cStep * cStep;
        }
        w[_dimension] -= error / MathF.Sqrt(wSquares[_dimension]);
        c[_dimension] -= error / MathF.Sqrt(cSquares[_dimension]);
        wSquares[_dimension] += error * error;
        cSquares[_dimension] += error * error;
        return 0.5 * error * difference;
    }

    private static float[] Start(int row, int dimension)
    {
        var random = RandomStream.For(1, "glove", row);
        return [.. Enumerable.Range(0, dimension + 1).Select(_ => (float)((random.NextDouble() - 0.5) / dimension))];
    }
}
