using TorchSharp.Modules;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Bench.Listing;

/// <summary>Two parameters that mean the same: one of the listing's model, and one of Weft's or of another that is compared with it.</summary>
/// <param name="Name">Weft's name of it.</param>
/// <param name="Listing">TorchSharp's.</param>
/// <param name="Weft">The other.</param>
internal sealed record WeightPair(string Name, Parameter Listing, Parameter Weft);

/// <summary>Which parameter of the listing's model is which of Weft's.</summary>
internal static class WeightPairs
{
    /// <summary>All pairs of two models of the same shape.</summary>
    public static IReadOnlyList<WeightPair> Of(nn.Module listing, ITrainable weft)
    {
        var own = listing.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        return [.. weft.NamedParameters.Select(named => new WeightPair(named.Name, own[ListingName(named.Name)], named.Parameter))];
    }

    /// <summary>Makes the listing's model start where Weft's does.</summary>
    public static void CopyToListing(IEnumerable<WeightPair> pairs)
    {
        using var frozen = no_grad();
        foreach (var pair in pairs)
            pair.Listing.copy_(pair.Weft);
    }

    private static string ListingName(string name) => name switch
    {
        "decoder_weight" => "_decoder.weight",
        "decoder_bias" => "_decoder.bias",
        _ => "_" + name
            .Replace("layers.", "encoder.layers.", StringComparison.Ordinal)
            .Replace("attention.qkv.", "self_attn.in_proj_", StringComparison.Ordinal)
            .Replace("attention.output.", "self_attn.out_proj.", StringComparison.Ordinal)
            .Replace(".up.", ".linear1.", StringComparison.Ordinal)
            .Replace(".down.", ".linear2.", StringComparison.Ordinal),
    };
}
