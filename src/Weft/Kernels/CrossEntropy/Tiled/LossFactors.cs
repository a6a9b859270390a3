using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// The loss of a row and its derivative by the scores: s (A p - (1 - eps) c_y at the target - eps / K c), where p are the
/// probabilities and A = (1 - eps) c_y + eps / K sum(c). The last part is the same for all rows up to a factor, so that it is never
/// written out for each score.
/// </summary>
internal sealed class LossFactors
{
    private readonly LossSettings _loss;
    private readonly TensorRows<float>? _classWeights;
    private readonly TensorRows<float>? _rowWeights;
    private readonly TensorRows<float>? _weightSumNumbers;
    private readonly double _classWeightSum;
    private readonly double _biasSum;

    /// <param name="loss">What the loss is.</param>
    /// <param name="weightSum">The sum of the weights, each counted as its class: [1, dimension], float32; null without smoothing. The caller's scope keeps it.</param>
    /// <param name="bias">[classes], float32.</param>
    public LossFactors(LossSettings loss, Tensor? weightSum, ReadOnlySpan<float> bias)
    {
        _loss = loss;
        Spread = loss.Smoothing / bias.Length;
        if (loss.RowWeights is { } rowWeights)
            _rowWeights = new TensorRows<float>(rowWeights);
        if (loss.ClassWeights is { } classWeights)
            _classWeights = new TensorRows<float>(classWeights);
        for (var i = 0; i < bias.Length; i++)
        {
            _classWeightSum += ClassWeight(i);
            _biasSum += ClassWeight(i) * bias[i];
        }
        if (weightSum is not null)
            _weightSumNumbers = new TensorRows<float>(weightSum);
    }

    /// <summary>eps / K: what smoothing gives to each class.</summary>
    public double Spread { get; }

    /// <summary>The classes' weights, each counted as its class: [dimension], empty without smoothing.</summary>
    public ReadOnlySpan<float> WeightSum => _weightSumNumbers is { } numbers ? numbers[0] : [];

    /// <summary>What a class counts.</summary>
    public float ClassWeight(int classNumber) => _classWeights is { } weights ? weights[0][classNumber] : 1;

    /// <summary>What a row counts.</summary>
    public float RowWeight(int row) => _rowWeights is { } weights ? weights[0][row] : 1;

    /// <summary>The row's derivative at its target, beside its probability.</summary>
    public double AtTarget(int row, int target) => -(1 - _loss.Smoothing) * ClassWeight(target) * RowWeight(row) * _loss.Scale;

    /// <summary>What the row's probabilities are multiplied by.</summary>
    public double OfProbabilities(int row, int target) =>
        ((1 - _loss.Smoothing) * ClassWeight(target) + Spread * _classWeightSum) * RowWeight(row) * _loss.Scale;

    /// <summary>What the row takes from each class, times what the class counts.</summary>
    public double OfSpread(int row) => Spread * RowWeight(row) * _loss.Scale;

    /// <summary>The weighted, smoothed loss.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">Its target.</param>
    /// <param name="plain">Its plain loss.</param>
    /// <param name="normaliser">The logarithm of the sum of its exponentials.</param>
    /// <param name="hidden">[dimension].</param>
    public double Smoothed(int row, int target, double plain, double normaliser, ReadOnlySpan<float> hidden)
    {
        var loss = (1 - _loss.Smoothing) * ClassWeight(target) * plain;
        if (Spread > 0)
        {
            var scoreSum = System.Numerics.Tensors.TensorPrimitives.Dot(hidden, WeightSum) + _biasSum;
            loss += Spread * (_classWeightSum * normaliser - scoreSum);
        }
        return loss * RowWeight(row);
    }
}
