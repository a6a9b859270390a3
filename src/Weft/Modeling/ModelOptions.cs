using Weft.Foundation;
using Weft.Modeling.Ngrams;
using Weft.Modeling.Outputs;

namespace Weft.Modeling;

/// <summary>Where a layer normalises: after each residual sum (the original Transformer) or before each sub-layer.</summary>
public enum NormPlacement
{
    /// <summary><c>norm(x + f(x))</c>, Vaswani et al. 2017.</summary>
    Post,

    /// <summary><c>x + f(norm(x))</c> and one norm before the decoder, Xiong et al. 2020.</summary>
    Pre,
}

/// <summary>How the model knows the order of its tokens.</summary>
public enum PositionEncoding
{
    /// <summary>Fixed sines and cosines added to the embedding, Vaswani et al. 2017, section 3.5.</summary>
    Sinusoidal,

    /// <summary>A table that starts at these sines and cosines and is trained.</summary>
    SinusoidalTrainable,

    /// <summary>A table that starts at random and is trained (Gehring et al. 2017).</summary>
    Learned,

    /// <summary>Rotation of queries and keys, Su et al. 2021.</summary>
    Rotary,
}

/// <summary>The feed-forward network's activation.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x Φ(x), Hendrycks and Gimpel 2016.</summary>
    Gelu,

    /// <summary>Their approximation of it, which GPT-2 has: x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    GeluTanh,
}

/// <summary>How the last hidden state becomes probabilities of tokens.</summary>
public enum SoftmaxKind
{
    /// <summary>One softmax over the whole vocabulary.</summary>
    Full,

    /// <summary>A softmax over frequent tokens and clusters of rarer ones, and one in each cluster, Grave et al. 2017.</summary>
    Adaptive,
}

/// <summary>How the states of a text's tokens become one, for a head that looks at the whole text.</summary>
public enum PoolingKind
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>That of the first token.</summary>
    First,

    /// <summary>The greatest number in each place (Collobert et al. 2011).</summary>
    Maximum,

    /// <summary>That of the last token: the one that has seen all of a text where attention is causal (Radford et al. 2018).</summary>
    Last,
}

/// <summary>The shape of the Transformer. The defaults are the model that the method was published with.</summary>
public sealed record ModelOptions
{
    /// <summary>Width of the embeddings and of every layer; even, and a multiple of <see cref="Heads"/>.</summary>
    public int Dimension { get; init; } = 200;

    /// <summary>Width of the embedding's rows where that is not <see cref="Dimension"/>: a learned linear projection leads from one to the
    /// other (Lan et al. 2020, section 3.1). 0 is the same width. Word vectors set it.</summary>
    public int EmbeddingDimension { get; init; }

    /// <summary>Number of layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Attention heads in a layer.</summary>
    public int Heads { get; init; } = 2;

    /// <summary>Width of the feed-forward networks.</summary>
    public int FeedForward { get; init; } = 200;

    /// <summary>Probability with which an activation is dropped in training, from 0 to below 1; <see cref="Dropouts"/> may say otherwise of
    /// single places.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Probabilities for single places in which dropout is applied.</summary>
    public DropoutOptions Dropouts { get; init; } = new();

    /// <summary>Whether the linear maps and norms of the layers, and the projection of the embedding, have biases. The decoder has its
    /// own in any case.</summary>
    public bool Biases { get; init; } = true;

    /// <summary>Where layers normalise.</summary>
    public NormPlacement Norm { get; init; } = NormPlacement.Post;

    /// <summary>How positions are encoded.</summary>
    public PositionEncoding Positions { get; init; } = PositionEncoding.Sinusoidal;

    /// <summary>The longest text, in tokens, that positions are made for.</summary>
    public int MaximumPositions { get; init; } = 5000;

    /// <summary>The feed-forward network's activation.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the decoder uses the embedding's weights (Press and Wolf 2017); with the adaptive softmax those of the shortlist,
    /// and of the tails where they have as many dimensions.</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>How the last hidden state becomes probabilities. Adaptive is faster on large vocabularies of words, whose rare ones it
    /// gives fewer weights.</summary>
    public SoftmaxKind Softmax { get; init; }

    /// <summary>How the adaptive softmax divides the vocabulary.</summary>
    public AdaptiveSoftmaxOptions Adaptive { get; init; } = new();

    /// <summary>What a classifier's head is given of the states of a text's tokens.</summary>
    public PoolingKind Pooling { get; init; }

    /// <summary>Hashed n-grams of a text, which a classifier's head sees besides.</summary>
    public NgramOptions Ngrams { get; init; } = new();

    /// <summary>Pixels on a side of the squares that pictures are cut into, each of which is read as a token is (Dosovitskiy et al. 2021); it divides <c>data.imageSize</c>. Smaller ones
    /// show more, and take more time.</summary>
    public int Patch { get; init; } = 4;

    /// <summary>Whether embeddings are multiplied by the square root of the dimension.</summary>
    public bool ScaleEmbedding { get; init; } = true;

    /// <summary>Embedding, learned positions and decoder start uniform in plus or minus this, above 0. The layers start as PyTorch's do.</summary>
    public double InitialRange { get; init; } = 0.1;

    /// <summary>Where it is above 0, every matrix of the model starts normal with mean 0 and this standard deviation instead, and every bias at 0
    /// (Radford et al. 2019: 0.02). 0 is off.</summary>
    public double InitialDeviation { get; init; }

    /// <summary>Whether the decoder's bias starts at the logarithm of each token's frequency in the training split instead of zero:
    /// a short training then spends no steps on learning which words are common.</summary>
    public bool FrequencyBias { get; init; }

    /// <summary>What a token sees of its text, where the task leaves a choice: in classification, matching, tagging and answering. Where <c>training.from</c>
    /// names a run it starts as what that run's model sees.</summary>
    public AttentionChoice Attention { get; init; }

    /// <summary>The same options with all that depends on the vocabulary worked out.</summary>
    /// <exception cref="ConfigurationException">A setting does not fit the vocabulary.</exception>
    internal ModelOptions ResolvedFor(int vocabulary) => this with
    {
        EmbeddingDimension = IsProjected ? EmbeddingDimension : 0,
        Adaptive = Softmax == SoftmaxKind.Adaptive ? Adaptive.ResolvedFor(vocabulary) : Adaptive,
    };

    /// <summary>Whether the embedding's rows have another width than the layers.</summary>
    internal bool IsProjected => EmbeddingDimension > 0 && EmbeddingDimension != Dimension;

    /// <summary>Width of the embedding's rows.</summary>
    internal int EmbeddingWidth => IsProjected ? EmbeddingDimension : Dimension;

    /// <summary>The standard deviation that the embedding's numbers start with.</summary>
    internal double EmbeddingDeviation => InitialDeviation > 0 ? InitialDeviation : InitialRange / Math.Sqrt(3);

    /// <summary>Width of the decoder's weights: that of the embedding's where it shares them.</summary>
    internal int DecoderWidth => TieEmbeddings ? EmbeddingWidth : Dimension;

    /// <summary>Width of what the head sees.</summary>
    internal int HeadWidth => DecoderWidth + (Ngrams.Any ? Ngrams.Dimension : 0);

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Dimension is > 0 and <= 16384 && Dimension % 2 == 0, "model.dimension", Dimension, "be even, from 2 to 16384");
        problems.Require(Layers is > 0 and <= 512, "model.layers", Layers, "be from 1 to 512");
        problems.Require(EmbeddingDimension is >= 0 and <= 16384, "model.embeddingDimension", EmbeddingDimension, "be from 0 to 16384; 0 is model.dimension");
        problems.Require(Heads > 0 && Dimension % Heads == 0, "model.heads", Heads, $"divide model.dimension ({Dimension})");
        problems.Require(FeedForward > 0, "model.feedForward", FeedForward, "be above 0");
        problems.Require(Dropout is >= 0 and < 1, "model.dropout", Dropout, "be at least 0 and below 1");
        problems.Require(MaximumPositions > 0, "model.maximumPositions", MaximumPositions, "be above 0");
        problems.Require(Patch is > 0 and <= 256, "model.patch", Patch, "be from 1 to 256");
        Dropouts.Validate(problems);
        Ngrams.Validate(problems);
        problems.Require(InitialRange is > 0 and < double.PositiveInfinity, "model.initialRange", InitialRange, "be above 0");
        problems.Require(InitialDeviation is >= 0 and < double.PositiveInfinity, "model.initialDeviation", InitialDeviation, "be at least 0; 0 is off");
        var evenHeads = Positions != PositionEncoding.Rotary || Heads <= 0 || Dimension % Heads != 0 || Dimension / Heads % 2 == 0;
        problems.Require(evenHeads, "model.heads", Heads, "leave an even number of dimensions to each head when positions are rotary");
        if (Softmax == SoftmaxKind.Adaptive)
            Adaptive.Validate(problems, DecoderWidth);
    }
}
