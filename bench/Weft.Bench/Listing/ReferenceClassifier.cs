using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Weft.Bench.Listing;

/// <summary>
/// A classifier as one writes it with TorchSharp's own modules: embedding, sines, TransformerEncoder with a mask of the padding, the mean of each text's states, and a linear
/// head; all in float32. Nothing of Weft is in it. What never changes is made once.
/// </summary>
internal sealed class ReferenceClassifier : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding _embedding;
    private readonly Dropout _dropout;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _decoder;
    private readonly Tensor _positions;
    private readonly double _scale;

    public ReferenceClassifier(
        int vocabulary, int labels, int dimension, int heads, int layers, int feedForward, double dropout, int context, Activations activation)
        : base(nameof(ReferenceClassifier))
    {
        _embedding = Embedding(vocabulary, dimension);
        _dropout = Dropout(dropout);
        _encoder = TransformerEncoder(TransformerEncoderLayer(dimension, heads, feedForward, dropout, activation), layers);
        _decoder = Linear(dimension, labels);
        _positions = Sines.Table(context, dimension);
        _scale = Math.Sqrt(dimension);
        RegisterComponents();
        init.uniform_(_embedding.weight, -0.1, 0.1);
    }

    /// <summary>Scores of the labels, [batch, labels].</summary>
    /// <param name="ids">[batch, time]</param>
    /// <param name="isPadding">Where there is no token, [batch, time], bool.</param>
    public override Tensor forward(Tensor ids, Tensor isPadding)
    {
        var x = _dropout.forward(_embedding.forward(ids.t()) * _scale + _positions.narrow(0, 0, ids.shape[1])); // [time, batch, dimension]
        var states = _encoder.call(x, null!, isPadding);
        var isToken = isPadding.logical_not().t().unsqueeze(-1).to(ScalarType.Float32); // [time, batch, 1]
        return _decoder.forward((states * isToken).sum([0L]) / isToken.sum([0L]));
    }
}
