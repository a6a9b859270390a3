using System.Globalization;
using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Data.Batching;
using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Positions;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>Token ids to hidden states: embedding, positions and layers, with causal or full attention, and cross attention to a memory where it
/// is made for one. What is made of the states is a head's.</summary>
internal sealed class TransformerStack : nn.Module
{
    private const string LayersName = "layers";

    [ComponentName(Name = "embedding")]
    private readonly TokenEmbedding? _embedding;

    [ComponentName(Name = "positions")]
    private readonly Parameter? _positions;

    [ComponentName(Name = "embedding_projection")]
    private readonly Projection? _projection;

    [ComponentName(Name = LayersName)]
    private readonly ModuleList<TransformerLayer> _layers;

    [ComponentName(Name = "norm")]
    private readonly LayerNorm? _norm;

    private readonly SinusoidalTable? _sinusoidal;
    private readonly RotaryTable? _rotary;
    private readonly StackSetup _setup;

    /// <summary>Creates the stack; what its parameters start with is <see cref="ModelInitializer"/>'s.</summary>
    /// <param name="options">Its shape, validated, and resolved for the vocabulary.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="attention">What a token sees of its text.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="path">How its kernels are written.</param>
    /// <param name="memoryWidth">Width of the memory that its layers look at too; 0 is no cross attention.</param>
    /// <param name="embedding">The embedding of another stack of the same shape, to be shared with it; null makes one.</param>
    /// <param name="pictures">How pictures are cut that it reads in the place of tokens: it has no embedding then, but a projection of patches.</param>
    internal TransformerStack(
        ModelOptions options, int vocabulary, AttentionKind attention, ScalarType products, Device device, KernelPath path, int memoryWidth = 0,
        TokenEmbedding? embedding = null, PatchGrid? pictures = null)
        : base(nameof(TransformerStack))
    {
        (Options, Pictures) = (options, pictures);
        var head = options.Dimension / options.Heads;
        if (options.Positions == PositionEncoding.Rotary)
            _rotary = new RotaryTable(options.MaximumPositions, head, device);
        else if (options.Positions == PositionEncoding.Sinusoidal)
            _sinusoidal = new SinusoidalTable(options.MaximumPositions, options.Dimension, device);
        else
            _positions = nn.Parameter(empty(options.MaximumPositions, options.Dimension, device: device));

        _embedding = pictures is not null ? null : embedding ?? new TokenEmbedding(vocabulary, options.EmbeddingWidth, device);
        _setup = new StackSetup(options, products, path, device, new DropoutSites(options, path), _rotary, attention, memoryWidth);
        _projection = pictures is not null ? new Projection(pictures.Width, options.Dimension, _setup)
            : options.IsProjected ? new Projection(options.EmbeddingWidth, options.Dimension, _setup) : null;
        _layers = [.. Enumerable.Range(0, options.Layers).Select(_ => new TransformerLayer(_setup))];
        _norm = options.Norm == NormPlacement.Pre ? _setup.Norm() : null;
        RegisterComponents();
    }

    /// <summary>Its shape.</summary>
    public ModelOptions Options { get; }

    /// <summary>How pictures are cut that it reads in the place of tokens; null where it reads tokens.</summary>
    public PatchGrid? Pictures { get; }

    /// <summary>The tokens' vectors; null where it reads pictures.</summary>
    internal TokenEmbedding? Embedding => _embedding;

    /// <summary>The embedding's weights, [vocabulary, dimension], or of the width of <see cref="ModelOptions.EmbeddingDimension"/>.</summary>
    /// <exception cref="InvalidOperationException">It reads pictures.</exception>
    public Parameter EmbeddingWeight => Tokens.Weight;

    /// <summary>The trained table of positions, [positions, dimension], or null where positions are not trained.</summary>
    public Parameter? PositionWeight => _positions;

    internal DropoutSites Dropout => _setup.Dropout;

    /// <summary>What leads from the embedding's rows, or from patches, to the layers; null where rows have the same width.</summary>
    internal Projection? EmbeddingProjection => _projection;

    internal IEnumerable<TransformerLayer> Layers => _layers;

    /// <summary>The number of the layer that a parameter belongs to, by the name that checkpoints know it by; null where it belongs to none.</summary>
    internal static int? LayerOf(string name)
    {
        var parts = name.Split('.');
        return Array.IndexOf(parts, LayersName) is var place and >= 0 ? int.Parse(parts[place + 1], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The embedding's rows of some tokens.</summary>
    /// <param name="ids">[batch, time], int64.</param>
    /// <returns>[batch, time, the embedding's width]</returns>
    public Tensor Embed(Tensor ids) => Tokens.forward(ids);

    /// <summary>The same of a batch; of pictures their patches.</summary>
    public Tensor Embed(Batch batch) => batch.Patches ?? Embed(batch.Ids);

    /// <summary>The last layer's output for the embedding's rows.</summary>
    /// <param name="embedded">[batch, time, the embedding's width], from <see cref="Embed(Tensor)"/>.</param>
    /// <param name="cache">What was read before, or null where the tokens are the whole text; it takes in these tokens too.</param>
    /// <param name="starts">As in <see cref="Batch.Starts"/>.</param>
    /// <param name="ends">As in <see cref="Batch.Ends"/>. Padding is not looked at, and its own states are without meaning.</param>
    /// <param name="memory">What cross attention looks at, with as many rows; null where the stack has none.</param>
    /// <param name="cuts">Takes the graph apart between layers; null leaves it whole.</param>
    /// <returns>[batch, time, dimension]</returns>
    /// <exception cref="ArgumentException">The text is longer than <see cref="ModelOptions.MaximumPositions"/>, starts or ends do not fit the
    /// rows, there are starts and a cache that is not empty, there is a cache though what is read later would be seen, or the memory is not
    /// what the stack is made for.</exception>
    public Tensor HiddenOf(
        Tensor embedded, KeyValueCache? cache = null, IReadOnlyList<int>? starts = null, IReadOnlyList<int>? ends = null, StackMemory? memory = null,
        GraphCuts? cuts = null)
    {
        var (start, time) = (cache?.Length ?? 0, embedded.shape[1]);
        if (start + time > Options.MaximumPositions)
            throw new ArgumentException($"The text has {start + time} tokens; model.maximumPositions is {Options.MaximumPositions}.");
        if (cache is not null && _setup.Attention == AttentionKind.Full)
            throw new ArgumentException("With full attention a text is read as a whole: there is no cache.", nameof(cache));
        RequireFit(memory, embedded.shape[0]);

        var positions = new TokenPositions(embedded, start, starts, ends, _setup.Attention);
        var x = _projection is null ? embedded : _projection.forward(embedded).to(ScalarType.Float32); // [batch, time, dimension]
        x = Options.ScaleEmbedding ? x.Times(Math.Sqrt(Options.Dimension)) : x;
        if (_sinusoidal is not null)
            x = x.Plus(_sinusoidal.Rows(positions));
        else if (_positions is not null)
            x = x.Plus(positions.RowsOf(_positions));
        if (training)
            x = _setup.Drop(x, DropoutPlace.Embedding);
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            if (layer > 0)
                x = cuts?.Cut(x) ?? x;
            x = _layers[layer].Forward(x, positions, layer, cache, memory);
        }
        return _norm is null ? x : _norm.forward(x);
    }

    private TokenEmbedding Tokens => _embedding ?? throw new InvalidOperationException("The stack reads pictures, and has no vectors of tokens.");

    private void RequireFit(StackMemory? memory, long rows)
    {
        if (memory is null != (_setup.MemoryWidth == 0))
            throw new ArgumentException(memory is null ? "This stack has cross attention, and there is no memory." : "This stack has no cross attention to a memory.", nameof(memory));
        if (memory is { States: { shape: var shape } } && (shape is not [var memoryRows, > 0, var width] || memoryRows != rows || width != _setup.MemoryWidth))
            throw new ArgumentException($"The memory is [{string.Join(", ", shape)}]; it must be [{rows}, time, {_setup.MemoryWidth}].", nameof(memory));
    }

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
