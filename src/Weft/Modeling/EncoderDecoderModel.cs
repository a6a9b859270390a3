using Weft.Data.Batching;
using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>
/// One text to another (Vaswani et al. 2017), or a picture to a text: an encoder with full attention reads the source, and a causal stack with cross attention to the
/// encoder's states writes the target; its classes are the target's tokens. Both stacks and the head are one set of parameters.
/// </summary>
internal sealed class EncoderDecoderModel : TransformerModel
{
    /// <summary>Creates the model with fresh weights; seed TorchSharp's generator first to make them repeatable.</summary>
    /// <param name="encoder">The encoder's shape, validated; what it says of a head is of no account. Its width may be another.</param>
    /// <param name="sourceVocabulary">Number of the source's tokens.</param>
    /// <param name="decoder">The shape of the stack that writes, and of the head, validated.</param>
    /// <param name="vocabulary">Number of the target's tokens.</param>
    /// <param name="precision">The format in which products are taken: float32 or bfloat16. Parameters stay float32.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the target's vocabulary.</exception>
    public EncoderDecoderModel(
        ModelOptions encoder, int sourceVocabulary, ModelOptions decoder, int vocabulary, Precision precision, Device device)
        : this(encoder, sourceVocabulary, decoder, vocabulary, precision, device, KernelPaths.For(device), KernelPaths.For(device))
    {
    }

    /// <summary>A model with two stacks of one shape, whose source and target are of one vocabulary: the two share its vectors.</summary>
    /// <inheritdoc cref="EncoderDecoderModel(ModelOptions, int, ModelOptions, int, Precision, Device)"/>
    public EncoderDecoderModel(ModelOptions options, int vocabulary, Precision precision, Device device)
        : this(options, vocabulary, options, vocabulary, precision, device, KernelPaths.For(device), KernelPaths.For(device), sharesEmbedding: true)
    {
    }

    /// <summary>A model with two stacks of one shape, of which the first reads pictures: their patches go through a projection of their own, and have a trained table of positions, which starts at sines
    /// and cosines of row and column.</summary>
    /// <param name="options">The shape; its dimension is a multiple of 4.</param>
    /// <param name="pictures">How pictures are cut.</param>
    /// <param name="vocabulary">Number of the target's tokens.</param>
    /// <param name="precision">The format in which products are taken.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the vocabulary.</exception>
    public EncoderDecoderModel(ModelOptions options, PatchGrid pictures, int vocabulary, Precision precision, Device device)
        : base(
            options.ResolvedFor(vocabulary), vocabulary, vocabulary, AttentionKind.Causal, precision, device, KernelPaths.For(device), KernelPaths.For(device),
            new TransformerStack(
                (options with { TieEmbeddings = false, Softmax = SoftmaxKind.Full, Positions = PositionEncoding.SinusoidalTrainable, MaximumPositions = pictures.Count, ScaleEmbedding = false })
                .ResolvedFor(pictures.Count), pictures.Count, AttentionKind.Full, TypeOf(precision), device, KernelPaths.For(device), pictures: pictures))
    {
    }

    /// <summary>The same with kernels written in the ways of the caller's choice.</summary>
    internal EncoderDecoderModel(
        ModelOptions encoder, int sourceVocabulary, ModelOptions decoder, int vocabulary, Precision precision, Device device, KernelPath path, KernelPath head,
        bool sharesEmbedding = false)
        : base(
            decoder.ResolvedFor(vocabulary), vocabulary, vocabulary, AttentionKind.Causal, precision, device, path, head,
            new TransformerStack(
                (encoder with { TieEmbeddings = false, Softmax = SoftmaxKind.Full }).ResolvedFor(sourceVocabulary), sourceVocabulary,
                AttentionKind.Full, TypeOf(precision), device, path),
            sharesEmbedding)
    {
    }

    /// <summary>Reads the source.</summary>
    public new TransformerStack Encoder => base.Encoder!;

    /// <summary>The encoder's states for a source, whose padding nobody sees.</summary>
    public StackMemory Remember(Batch source) => Remember(source, Encoder.Embed(source));

    /// <summary>The same from the encoder's embedding's rows.</summary>
    /// <param name="source">The source.</param>
    /// <param name="embedded">[batch, time, the embedding's width], from <see cref="TransformerStack.Embed(Batch)"/> of the encoder.</param>
    /// <param name="cuts">Takes the graph apart; null leaves it whole.</param>
    internal StackMemory Remember(Batch source, Tensor embedded, GraphCuts? cuts = null)
    {
        var states = Encoder.HiddenOf(embedded, starts: source.Starts, ends: source.Ends, cuts: cuts);
        return new StackMemory(cuts?.Cut(states) ?? states, source.Starts, source.Ends);
    }

    /// <summary>The last layer's output for a target, from which the head predicts the token after each.</summary>
    /// <param name="target">As many rows as the source has.</param>
    /// <param name="memory">From <see cref="Remember(Batch)"/>.</param>
    /// <returns>[batch, time, dimension]</returns>
    public Tensor Hidden(Batch target, StackMemory memory) => Stack.HiddenOf(Embed(target.Ids), starts: target.Starts, memory: memory);

    /// <summary>The same for a target with its source.</summary>
    public override Tensor Hidden(Batch batch) => Hidden(batch, Remember(SourceOf(batch)));

    /// <summary>What is to be read for a target.</summary>
    /// <exception cref="ArgumentException">The batch has no source.</exception>
    internal static Batch SourceOf(Batch batch) =>
        batch.Source ?? throw new ArgumentException("An encoder reads a source, and the batch has none.", nameof(batch));
}
