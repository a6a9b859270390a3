using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Modeling.Outputs;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>
/// A causal Transformer language model: embedding, positions, layers, and a linear decoder onto the vocabulary.
/// The graph ends below the decoder (<see cref="Output"/>), which is most of the work and computes its gradients itself.
/// </summary>
public sealed class TransformerLanguageModel : nn.Module
{
    [ComponentName(Name = "embedding")]
    private readonly Embedding _embedding;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<TransformerLayer> _layers;

    [ComponentName(Name = "norm")]
    private readonly LayerNorm? _norm;

    private readonly SinusoidalTable? _sinusoidal;
    private readonly RotaryTable? _rotary;

    /// <summary>Creates the model with fresh weights; seed TorchSharp's generator first to make them repeatable.</summary>
    /// <param name="options">Its shape, validated.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="precision">The format in which products are taken: float32 or bfloat16. Parameters stay float32.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the vocabulary.</exception>
    public TransformerLanguageModel(ModelOptions options, int vocabulary, Precision precision, Device device)
        : base(nameof(TransformerLanguageModel))
    {
        Options = options = options.ResolvedFor(vocabulary);
        ProductType = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var head = options.Dimension / options.Heads;
        if (options.Positions == PositionEncoding.Rotary)
            _rotary = new RotaryTable(options.MaximumPositions, head, device);
        else
            _sinusoidal = new SinusoidalTable(options.MaximumPositions, options.Dimension, device);

        _embedding = nn.Embedding(vocabulary, options.Dimension, device: device);
        _layers = [.. Enumerable.Range(0, options.Layers).Select(_ => new TransformerLayer(options, _rotary, ProductType, device))];
        _norm = options.Norm == NormPlacement.Pre ? nn.LayerNorm(options.Dimension, device: device) : null;
        Output = OutputLayer.Create(options, EmbeddingWeight, ProductType);
        RegisterComponents();
        foreach (var (name, parameter) in Output.Parameters)
            register_parameter("decoder_" + name, parameter);
        ModelInitializer.Reset(this);
    }

    /// <summary>The shape of the model, with all that depends on the vocabulary worked out.</summary>
    public ModelOptions Options { get; }

    /// <summary>The type in which products are taken.</summary>
    public ScalarType ProductType { get; }

    /// <summary>The embedding's weights, [vocabulary, dimension].</summary>
    public Parameter EmbeddingWeight => _embedding.weight!;

    /// <summary>What maps hidden states onto the vocabulary.</summary>
    public OutputLayer Output { get; }

    /// <summary>Starts the decoder's bias at the logarithm of each token's share, so that the first prediction is the text's own mix of words.</summary>
    /// <param name="frequencies">How often each token occurs, [vocabulary]; each is counted once more, so that none is impossible.</param>
    public void SetBias(IReadOnlyList<long> frequencies)
    {
        var total = (double)frequencies.Sum() + frequencies.Count;
        Output.SetBias([.. frequencies.Select(frequency => (frequency + 1) / total)]);
    }

    internal IEnumerable<TransformerLayer> Layers => _layers;

    /// <summary>The last layer's output, which the decoder maps onto the vocabulary.</summary>
    /// <param name="ids">[batch, time], int64.</param>
    /// <param name="cache">What was read before this, or null where the ids are the whole text; it takes in these ids too.</param>
    /// <returns>[batch, time, dimension]</returns>
    /// <exception cref="ArgumentException">The text is longer than <see cref="ModelOptions.MaximumPositions"/>.</exception>
    public Tensor Hidden(Tensor ids, KeyValueCache? cache = null)
    {
        var start = cache?.Length ?? 0;
        if (start + ids.shape[1] > Options.MaximumPositions)
            throw new ArgumentException($"The text has {start + ids.shape[1]} tokens; model.maximumPositions is {Options.MaximumPositions}.");

        var x = _embedding.forward(ids); // [batch, time, dimension]
        if (Options.ScaleEmbedding)
            x = x.Times(Math.Sqrt(Options.Dimension));
        if (_sinusoidal is not null)
            x = x.Plus(_sinusoidal.Rows(start, ids.shape[1]));
        if (training && Options.Dropout > 0)
            x = nn.functional.dropout(x, Options.Dropout, training);
        for (var layer = 0; layer < _layers.Count; layer++)
            x = _layers[layer].Forward(x, layer, cache);
        return _norm is null ? x : _norm.forward(x);
    }

    /// <summary>The scores of every token at every position.</summary>
    /// <param name="hidden">[…, dimension], from <see cref="Hidden"/>.</param>
    /// <returns>[…, vocabulary], float32.</returns>
    public Tensor Logits(Tensor hidden) => Output.Logits(hidden);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sinusoidal?.Dispose();
            _rotary?.Dispose();
        }
        base.Dispose(disposing);
    }
}
