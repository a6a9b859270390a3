using Weft.Foundation;

namespace Weft.Text.Vectors;

/// <summary>Mean and deviation of each dimension over some vectors.</summary>
internal sealed class VectorStatistics(int dimension)
{
    private readonly double[] _means = new double[dimension];
    private readonly double[] _squares = new double[dimension];

    /// <summary>How many vectors there are.</summary>
    public long Count { get; private set; }

    /// <summary>The root of the mean square of all their numbers.</summary>
    public double RootMeanSquare =>
        Math.Sqrt(Enumerable.Range(0, dimension).Sum(i => _squares[i] / Count + _means[i] * _means[i]) / dimension);

    /// <summary>Takes in a vector (Welford 1962).</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        Count++;
        for (var i = 0; i < dimension; i++)
        {
            var difference = vector[i] - _means[i];
            _means[i] += difference / Count;
            _squares[i] += difference * (vector[i] - _means[i]);
        }
    }

    /// <summary>Draws a vector from normal distributions with these means and deviations (Box and Muller 1958).</summary>
    public void Draw(RandomStream random, Span<float> vector)
    {
        for (var i = 0; i < dimension; i++)
        {
            // The logarithm of 0 is not a number of any use; the stream gives numbers below 1.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var normal = radius * Math.Cos(2 * Math.PI * random.NextDouble());
            vector[i] = (float)(_means[i] + Math.Sqrt(_squares[i] / Count) * normal);
        }
    }
}
