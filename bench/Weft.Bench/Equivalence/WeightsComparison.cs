using Weft.Bench.Listing;
using static TorchSharp.torch;

namespace Weft.Bench.Equivalence;

/// <summary>How far the weights of a training are from those of another.</summary>
/// <param name="Difference">The largest over all tensors: the norm of the difference over the norm of the other's.</param>
/// <param name="Tensor">Where it is, by Weft's name.</param>
internal sealed record WeightsComparison(double Difference, string Tensor)
{
    /// <summary>Compares tensor by tensor, but for the biases of the keys: see <see cref="Compared"/>.</summary>
    public static WeightsComparison Of(IEnumerable<WeightPair> pairs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var worst = new WeightsComparison(0, "none");
        foreach (var (name, expected, actual) in pairs)
        {
            var exact = Compared(name, expected);
            var difference = (Compared(name, actual) - exact).norm().item<double>();
            // A bias that is still 0 in both is the same.
            if (difference != 0)
                difference /= exact.norm().item<double>();
            // What is not a number must neither be passed over nor be followed by another.
            if (!double.IsNaN(worst.Difference) && !(difference <= worst.Difference))
                worst = new WeightsComparison(difference, name);
        }
        return worst;
    }

    // A key's bias adds the same to all scores of a query, which the softmax does not see: its true gradient is 0, and Adam makes steps
    // out of what rounding leaves. It is of no use to the model, and no two programs agree on it.
    private static Tensor Compared(string name, Tensor tensor)
    {
        var exact = tensor.to(ScalarType.Float64);
        if (!name.EndsWith("qkv.bias", StringComparison.Ordinal))
            return exact;
        var parts = exact.chunk(3); // queries, keys, values
        return cat([parts[0], parts[2]]);
    }
}
