using TorchSharp.Modules;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Modeling.Ngrams;
using Weft.Modeling.Outputs;
using Weft.Modeling.Parameters;
using Weft.Runtime;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>
/// A stack and a head: token ids to hidden states to probabilities of classes. The graph ends below the head (<see cref="Output"/>), which
/// is most of the work where classes are words, and computes its gradients itself.
/// </summary>
internal class TransformerModel : nn.Module, ITrainable
{
    private const string HeadPrefix = "decoder_";
    private const string EncoderName = "encoder";
    private const string NgramsName = "ngrams";

    /// <summary>Creates a model whose head has weights of its own; seed TorchSharp's generator first to make the weights repeatable.</summary>
    /// <param name="options">Its shape, validated. <see cref="ModelOptions.TieEmbeddings"/> is of no account: classes are no tokens here.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="classes">What the head tells apart.</param>
    /// <param name="attention">What a token sees of its text.</param>
    /// <param name="precision">The format in which products are taken: float32 or bfloat16. Parameters stay float32.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the number of classes.</exception>
    public TransformerModel(ModelOptions options, int vocabulary, int classes, AttentionKind attention, Precision precision, Device device)
        : this((options with { TieEmbeddings = false }).ResolvedFor(classes), vocabulary, classes, attention, precision, device, KernelPaths.For(device), KernelPaths.For(device))
    {
    }

    /// <summary>A model that reads each text of a pair as a whole, and whose head sees the cosine between the vectors of the two.</summary>
    /// <param name="options">As above.</param>
    /// <param name="vocabulary">As above.</param>
    /// <param name="classes">As above.</param>
    /// <param name="attention">As above.</param>
    /// <param name="precision">As above; the head takes its products in float32.</param>
    /// <param name="device">As above.</param>
    public static TransformerModel OnCosines(ModelOptions options, int vocabulary, int classes, AttentionKind attention, Precision precision, Device device) => new(
        (options with { TieEmbeddings = false }).ResolvedFor(classes), vocabulary, classes, attention, precision, device, KernelPaths.For(device), KernelPaths.For(device), isOnCosines: true);

    /// <summary>The same with kernels written in the ways of the caller's choice, and with cross attention to the states of an encoder, where
    /// there is one: the model owns it, and may share its embedding.</summary>
    internal TransformerModel(
        ModelOptions options, int vocabulary, int classes, AttentionKind attention, Precision precision, Device device, KernelPath path, KernelPath head,
        TransformerStack? encoder = null, bool sharesEmbedding = false, bool isOnCosines = false)
        : base(nameof(TransformerModel))
    {
        (ProductType, Encoder) = (TypeOf(precision), encoder);
        Stack = new TransformerStack(options, vocabulary, attention, ProductType, device, path, encoder?.Options.Dimension ?? 0, sharesEmbedding ? encoder!.Embedding : null);
        // A cosine is one number, and bfloat16 would round it to three digits.
        var (width, products) = isOnCosines ? (1, ScalarType.Float32) : (options.HeadWidth, ProductType);
        Output = OutputLayer.Create(options, new OutputClasses(classes, width, device) { Shared = options.TieEmbeddings ? EmbeddingWeight : null }, products, head);
        Ngrams = options.Ngrams.Any ? new NgramTable(options.Ngrams, device) : null;
        RegisterParts();
        ModelInitializer.Reset(this);
        Weights = new ParameterBuffer(ModelParameters.Of(this), ProductType);
        foreach (var projection in Stacks.SelectMany(stack => stack.modules()).OfType<Projection>())
            projection.Use(Weights);
    }

    /// <summary>The shape of the model, with all that depends on the number of classes worked out.</summary>
    public ModelOptions Options => Stack.Options;

    /// <summary>Embedding, positions and layers.</summary>
    public TransformerStack Stack { get; }

    /// <summary>The stack whose states are the memory of <see cref="Stack"/>; null where it has no cross attention.</summary>
    protected TransformerStack? Encoder { get; }

    /// <summary>All stacks.</summary>
    internal IEnumerable<TransformerStack> Stacks => Encoder is null ? [Stack] : [Stack, Encoder];

    /// <summary>The stack that a parameter, by the name that checkpoints know it by, belongs to; the head's count to <see cref="Stack"/>.</summary>
    internal TransformerStack StackOf(string name) => Encoder is not null && name.StartsWith(EncoderName + ".", StringComparison.Ordinal) ? Encoder : Stack;

    /// <summary>The head: maps hidden states onto classes.</summary>
    public OutputLayer Output { get; }

    /// <summary>The vectors of n-grams, which the head sees besides; null where it sees states alone.</summary>
    public NgramTable? Ngrams { get; }

    /// <summary>The type in which products are taken.</summary>
    public ScalarType ProductType { get; }

    /// <summary>All parameters in one buffer; whoever changes a parameter by hand calls <see cref="ParameterBuffer.UpdateWorkingCopies"/>.</summary>
    public ParameterBuffer Weights { get; }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters => named_parameters();

    /// <summary>As <see cref="TransformerStack.EmbeddingWeight"/>.</summary>
    public Parameter EmbeddingWeight => Stack.EmbeddingWeight;

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

    /// <summary>Starts the head's bias at the logarithm of each class's share, so that the first prediction is the text's own mix of words or labels.</summary>
    /// <param name="frequencies">How often each class occurs, [classes]; each is counted once more, so that none is impossible.</param>
    public void SetBias(IReadOnlyList<long> frequencies)
    {
        var total = (double)frequencies.Sum() + frequencies.Count;
        Output.SetBias([.. frequencies.Select(frequency => (frequency + 1) / total)]);
    }

    /// <inheritdoc/>
    public override void train(bool on = true)
    {
        base.train(on);
        Stack.train(on);
    }

    /// <inheritdoc/>
    public void SetTraining(bool isTraining) => train(isTraining);

    /// <inheritdoc/>
    public void BeginDropout(ulong key, long first = 0, long count = 0)
    {
        // Two stacks have places of the same numbers, and no mask twice.
        Encoder?.Dropout.Begin(RandomStream.For((long)key, "encoder dropout").NextUInt64(), first, count);
        Stack.Dropout.Begin(key, first, count);
    }

    /// <summary>The type of products in a precision.</summary>
    protected static ScalarType TypeOf(Precision precision) => precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Whether a name, as checkpoints know it, is that of a parameter of the head's own.</summary>
    internal static bool IsOfHead(string name) => name.StartsWith(HeadPrefix, StringComparison.Ordinal);

    /// <summary>Whether it is of what makes the states: embedding, positions and layers; neither the head's nor of what the head sees besides.</summary>
    internal static bool IsOfBody(string name) => !IsOfHead(name) && name != NgramsName;

    /// <summary>As <see cref="TransformerStack.Embed(Tensor)"/>.</summary>
    public Tensor Embed(Tensor ids) => Stack.Embed(ids);

    /// <summary>The last layer's output for token ids; see <see cref="TransformerStack.HiddenOf"/>.</summary>
    /// <param name="ids">[batch, time], int64.</param>
    /// <param name="cache">What was read before, or null where the ids are the whole text; it takes in these ids too.</param>
    /// <returns>[batch, time, dimension]</returns>
    public Tensor Hidden(Tensor ids, KeyValueCache? cache = null) => Stack.HiddenOf(Embed(ids), cache);

    /// <summary>The same for a batch, whose padding takes no part in anything.</summary>
    /// <returns>[batch, time, dimension]</returns>
    public virtual Tensor Hidden(Batch batch) => Stack.HiddenOf(Embed(batch.Ids), starts: batch.Starts, ends: batch.Ends);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Stack.Dispose();
            Weights.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Registers the stack's parts as the model's own: checkpoints name them without a prefix, and only an encoder's with one.</summary>
    private void RegisterParts()
    {
        foreach (var (name, parameter) in Stack.named_parameters(recurse: false))
            register_parameter(name, parameter);
        foreach (var (name, parameter) in Output.Parameters)
            register_parameter(HeadPrefix + name, parameter);
        if (Ngrams is not null)
            register_parameter(NgramsName, Ngrams.Weight);
        foreach (var (name, part) in Stack.named_children())
            register_module(name, part);
        if (Encoder is not null)
            register_module(EncoderName, Encoder);
    }
}
