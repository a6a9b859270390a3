using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>A vector for each token. TorchSharp's own module makes a new parameter at every look at its weight.</summary>
internal sealed class TokenEmbedding : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public TokenEmbedding(int vocabulary, int dimension, Device device) : base(nameof(TokenEmbedding))
    {
        _weight = nn.Parameter(empty(vocabulary, dimension, device: device));
        RegisterComponents();
        // As TorchSharp's own starts. A model draws its range anew, but a seed goes on to mean the same weights.
        nn.init.normal_(_weight);
    }

    /// <summary>[vocabulary, dimension]</summary>
    public Parameter Weight => _weight;

    /// <summary>[…] to […, dimension].</summary>
    public override Tensor forward(Tensor ids) => _weight.index_select(0, ids.flatten()).view([.. ids.shape, _weight.shape[1]]);
}
