using Weft.Bench.Listing;
using static TorchSharp.torch;

namespace Weft.Bench.Equivalence;

/// <summary>How far the weights of two trainings are from each other.</summary>
/// <param name="Difference">The largest over all tensors: the norm of the difference over the norm of the listing's.</param>
/// <param name="Tensor">Where it is, by Weft's name.</param>
internal sealed record WeightsComparison(double Difference, string Tensor)
{
    /// <summary>Compares tensor by tensor, but for the biases of the keys: see <see cref="Compared"/>.</summary>
    public static WeightsComparison Of(IEnumerable<WeightPair> pairs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var worst = new WeightsComparison(0, "none");
        foreach (var pair in pairs)
        {
            var (listing, weft) = (Compared(pair.Name, pair.Listing), Compared(pair.Name, pair.Weft));
            var difference = (weft - listing).norm().item<double>() / listing.norm().item<double>();
            // Not "greater than": what is not a number must not be passed over.
            if (!(difference <= worst.Difference))
                worst = new WeightsComparison(difference, pair.Name);
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
