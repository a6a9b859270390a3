using Weft.Foundation;
using Weft.Text.Vectors.Learning;

namespace Weft.Tests.Text.Vectors.Learning;

/// <summary>GloVe's update number by number in float64, from the paper's equations 8 and 9 and AdaGrad's rule.</summary>
internal sealed class PlainGloVe
{
    private readonly int _words;
    private readonly double[][] _vectors;
    private readonly double[][] _squares;
    private readonly double[] _biases;
    private readonly double[] _biasSquares;

    public PlainGloVe(int words, int dimension, long seed)
    {
        _words = words;
        _vectors = new double[2 * words][];
        _squares = new double[2 * words][];
        _biases = new double[2 * words];
        _biasSquares = [.. Enumerable.Repeat(1.0, 2 * words)];
        for (var row = 0; row < 2 * words; row++)
        {
            var random = RandomStream.For(seed, "glove", row);
            _vectors[row] = [.. Enumerable.Range(0, dimension).Select(_ => (double)(float)((random.NextDouble() - 0.5) / dimension))];
            _squares[row] = [.. Enumerable.Repeat(1.0, dimension)];
            _biases[row] = (float)((random.NextDouble() - 0.5) / dimension);
        }
    }

    public double Update(int word, int context, double count, GloVeOptions options)
    {
        var (i, j) = (word, _words + context);
        var weight = count < options.MaximumCount ? Math.Pow(count / options.MaximumCount, options.Exponent) : 1;
        var difference = _biases[i] + _biases[j] - Math.Log(count);
        for (var k = 0; k < options.Dimension; k++)
            difference += _vectors[i][k] * _vectors[j][k];
        for (var k = 0; k < options.Dimension; k++)
        {
            var (w, c) = (_vectors[i][k], _vectors[j][k]);
            Step(_vectors[i], _squares[i], k, options.Rate * Math.Clamp(weight * difference * c, -100, 100));
            Step(_vectors[j], _squares[j], k, options.Rate * Math.Clamp(weight * difference * w, -100, 100));
        }
        Step(_biases, _biasSquares, i, weight * difference);
        Step(_biases, _biasSquares, j, weight * difference);
        return 0.5 * weight * difference * difference;
    }

    public double[] Sum(int word) => [.. _vectors[word].Zip(_vectors[_words + word], (w, c) => w + c)];

    private static void Step(double[] values, double[] squares, int at, double step)
    {
        values[at] -= step / Math.Sqrt(squares[at]);
        squares[at] += step * step;
    }
}
