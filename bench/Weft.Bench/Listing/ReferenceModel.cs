using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Weft.Bench.Listing;

/// <summary>
/// The published model as one writes it with TorchSharp's own modules: embedding, sines, TransformerEncoder (norm after each
/// residual sum, ReLU), linear decoder; all in float32. Nothing of Weft is in it. What never changes is made once.
/// </summary>
internal sealed class ReferenceModel : Module<Tensor, Tensor>
{
    private readonly Embedding _embedding;
    private readonly Dropout _dropout;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _decoder;
    private readonly Tensor _positions;
    private readonly Tensor _mask;
    private readonly double _scale;

    public ReferenceModel(
        int vocabulary, int dimension, int heads, int layers, int feedForward, double dropout, int context, Activations activation = Activations.ReLU)
        : base(nameof(ReferenceModel))
    {
        _embedding = Embedding(vocabulary, dimension);
        _dropout = Dropout(dropout);
        var layer = TransformerEncoderLayer(dimension, heads, feedForward, dropout, activation);
        _encoder = TransformerEncoder(layer, layers);
        _decoder = Linear(dimension, vocabulary);
        _positions = Sines.Table(context, dimension);
        _mask = full(context, context, float.NegativeInfinity).triu(1); // [time, time]
        _scale = Math.Sqrt(dimension);
        RegisterComponents();
        init.uniform_(_embedding.weight, -0.1, 0.1);
        init.uniform_(_decoder.weight, -0.1, 0.1);
        init.zeros_(_decoder.bias);
    }

    /// <summary>[batch, time] to scores [time, batch, vocabulary]; the time is the context that the model was made for.</summary>
    public override Tensor forward(Tensor ids)
    {
        var x = _dropout.forward(_embedding.forward(ids.t()) * _scale + _positions); // [time, batch, dimension]
        return _decoder.forward(_encoder.call(x, _mask));
    }
}
