using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Data;
using Weft.Kernels;
using Weft.Modeling.Outputs;
using Weft.Modeling.Parameters;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>
/// A causal Transformer language model: embedding, positions, layers, and a linear decoder onto the vocabulary.
/// The graph ends below the decoder (<see cref="Output"/>), which is most of the work and computes its gradients itself.
/// </summary>
internal sealed class TransformerLanguageModel : nn.Module
{
    private const string DecoderPrefix = "decoder_";

    [ComponentName(Name = "embedding")]
    private readonly TokenEmbedding _embedding;

    [ComponentName(Name = "positions")]
    private readonly Parameter? _positions;

    [ComponentName(Name = "embedding_projection")]
    private readonly Projection? _projection;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<TransformerLayer> _layers;

    [ComponentName(Name = "norm")]
    private readonly LayerNorm? _norm;

    private readonly SinusoidalTable? _sinusoidal;
    private readonly RotaryTable? _rotary;
    private readonly BodySetup _setup;

    /// <summary>Creates the model with fresh weights; seed TorchSharp's generator first to make them repeatable.</summary>
    /// <param name="options">Its shape, validated.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="precision">The format in which products are taken: float32 or bfloat16. Parameters stay float32.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the vocabulary.</exception>
    public TransformerLanguageModel(ModelOptions options, int vocabulary, Precision precision, Device device)
        : this(options, vocabulary, precision, device, KernelPaths.For(device))
    {
    }

    /// <summary>The same, with layers and, where it is given, an output that work in the ways of the caller's choice.</summary>
    internal TransformerLanguageModel(ModelOptions options, int vocabulary, Precision precision, Device device, KernelPath path, KernelPath? output = null)
        : base(nameof(TransformerLanguageModel))
    {
        Options = options = options.ResolvedFor(vocabulary);
        ProductType = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var head = options.Dimension / options.Heads;
        if (options.Positions == PositionEncoding.Rotary)
            _rotary = new RotaryTable(options.MaximumPositions, head, device);
        else if (options.Positions == PositionEncoding.Sinusoidal)
            _sinusoidal = new SinusoidalTable(options.MaximumPositions, options.Dimension, device);
        else
            _positions = nn.Parameter(empty(options.MaximumPositions, options.Dimension, device: device));

        _embedding = new TokenEmbedding(vocabulary, options.EmbeddingWidth, device);
        _setup = new BodySetup(options, ProductType, path, device, new DropoutSites(options, path), _rotary);
        _projection = options.IsProjected ? new Projection(options.EmbeddingWidth, options.Dimension, _setup) : null;
        _layers = [.. Enumerable.Range(0, options.Layers).Select(_ => new TransformerLayer(_setup))];
        _norm = options.Norm == NormPlacement.Pre ? _setup.Norm() : null;
        Output = OutputLayer.Create(options, EmbeddingWeight, ProductType, output ?? KernelPaths.For(device));
        RegisterComponents();
        foreach (var (name, parameter) in Output.Parameters)
            register_parameter(DecoderPrefix + name, parameter);
        ModelInitializer.Reset(this);
        Weights = new ParameterBuffer(ModelParameters.Of(this), ProductType);
        foreach (var projection in modules().OfType<Projection>())
            projection.Use(Weights);
    }

    /// <summary>The shape of the model, with all that depends on the vocabulary worked out.</summary>
    public ModelOptions Options { get; }

    /// <summary>The type in which products are taken.</summary>
    public ScalarType ProductType { get; }

    /// <summary>All parameters in one buffer; whoever changes a parameter by hand calls <see cref="ParameterBuffer.UpdateWorkingCopies"/>.</summary>
    public ParameterBuffer Weights { get; }

    /// <summary>The embedding's weights, [vocabulary, dimension], or of the width of <see cref="ModelOptions.EmbeddingDimension"/>.</summary>
    public Parameter EmbeddingWeight => _embedding.Weight;

    /// <summary>The trained table of positions, [positions, dimension], or null where positions are not trained.</summary>
    public Parameter? PositionWeight => _positions;

    /// <summary>What maps hidden states onto the vocabulary.</summary>
    public OutputLayer Output { get; }

    /// <summary>Starts the decoder's bias at the logarithm of each token's share, so that the first prediction is the text's own mix of words.</summary>
    /// <param name="frequencies">How often each token occurs, [vocabulary]; each is counted once more, so that none is impossible.</param>
    public void SetBias(IReadOnlyList<long> frequencies)
    {
        var total = (double)frequencies.Sum() + frequencies.Count;
        Output.SetBias([.. frequencies.Select(frequency => (frequency + 1) / total)]);
    }

    /// <summary>Starts the embedding at given vectors.</summary>
    /// <param name="rows">A vector for each token, [vocabulary, the embedding's width].</param>
    /// <param name="scale">What they are multiplied by.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as the embedding has.</exception>
    public void SetEmbedding(ReadOnlyMemory<float> rows, double scale)
    {
        if (rows.Length != EmbeddingWeight.numel())
            throw new ArgumentException($"The embedding has {EmbeddingWeight.numel():N0} numbers, and {rows.Length:N0} were given.", nameof(rows));
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var there = empty(EmbeddingWeight.shape);
        rows.Span.CopyTo(TensorMemory.Span<float>(there));
        EmbeddingWeight.copy_(there.MultiplyInPlace(scale));
        Weights.UpdateWorkingCopies();
    }

    /// <summary>Where dropout's masks come from: to be begun anew before each forward pass of training.</summary>
    internal DropoutSites Dropout => _setup.Dropout;

    /// <summary>Whether a name, as checkpoints know it, is that of a parameter of the decoder's own.</summary>
    internal static bool IsOfDecoder(string name) => name.StartsWith(DecoderPrefix, StringComparison.Ordinal);

    /// <summary>What leads from the embedding's rows to the layers, or null where they have the same width.</summary>
    internal Projection? EmbeddingProjection => _projection;

    internal IEnumerable<TransformerLayer> Layers => _layers;

    /// <summary>The last layer's output, which the decoder maps onto the vocabulary.</summary>
    /// <param name="ids">[batch, time], int64.</param>
    /// <param name="cache">What was read before this, or null where the ids are the whole text; it takes in these ids too.</param>
    /// <returns>[batch, time, dimension]</returns>
    /// <exception cref="ArgumentException">The text is longer than <see cref="ModelOptions.MaximumPositions"/>.</exception>
    public Tensor Hidden(Tensor ids, KeyValueCache? cache = null) => HiddenOf(Embed(ids), cache);

    /// <summary>The same for a batch, whose padding takes no part in anything.</summary>
    /// <returns>[batch, time, dimension]</returns>
    public Tensor Hidden(Batch batch) => HiddenOf(Embed(batch.Ids), starts: batch.Starts);

    /// <summary>The embedding's rows of some tokens.</summary>
    /// <param name="ids">[batch, time], int64.</param>
    /// <returns>[batch, time, the embedding's width]</returns>
    public Tensor Embed(Tensor ids) => _embedding.forward(ids);

    /// <summary>What <see cref="Hidden(Tensor, KeyValueCache?)"/> makes of the embedding's rows.</summary>
    /// <param name="embedded">[batch, time, the embedding's width], from <see cref="Embed"/>.</param>
    /// <param name="cache">As in <see cref="Hidden(Tensor, KeyValueCache?)"/>.</param>
    /// <param name="starts">As in <see cref="Batch.Starts"/>: in which column each row begins. Padding is not looked at, and its own states are
    /// without meaning.</param>
    /// <returns>[batch, time, dimension]</returns>
    /// <exception cref="ArgumentException">The text is longer than <see cref="ModelOptions.MaximumPositions"/>, the starts do not fit the rows,
    /// or there are starts and a cache that is not empty.</exception>
    public Tensor HiddenOf(Tensor embedded, KeyValueCache? cache = null, IReadOnlyList<int>? starts = null)
    {
        var (start, time) = (cache?.Length ?? 0, embedded.shape[1]);
        if (start + time > Options.MaximumPositions)
            throw new ArgumentException($"The text has {start + time} tokens; model.maximumPositions is {Options.MaximumPositions}.");

        var positions = new TokenPositions(embedded, start, starts);
        var x = _projection is null ? embedded : _projection.forward(embedded).to(ScalarType.Float32); // [batch, time, dimension]
        x = Options.ScaleEmbedding ? x.Times(Math.Sqrt(Options.Dimension)) : x;
        if (_sinusoidal is not null)
            x = x.Plus(_sinusoidal.Rows(positions));
        else if (_positions is not null)
            x = x.Plus(positions.RowsOf(_positions));
        if (training)
            x = _setup.Drop(x, DropoutPlace.Embedding);
        for (var layer = 0; layer < _layers.Count; layer++)
            x = _layers[layer].Forward(x, positions, layer, cache);
        return _norm is null ? x : _norm.forward(x);
    }

    /// <summary>The scores of every token at every position.</summary>
    /// <param name="hidden">[…, dimension], from <see cref="Hidden(Tensor, KeyValueCache?)"/>.</param>
    /// <returns>[…, vocabulary], float32.</returns>
    public Tensor Logits(Tensor hidden) => Output.Logits(hidden);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sinusoidal?.Dispose();
            _rotary?.Dispose();
            Weights.Dispose();
        }
        base.Dispose(disposing);
    }
}
