using TorchSharp;
using TorchSharp.Modules;
using Weft.Bench.Trainings;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using static TorchSharp.torch;

namespace Weft.Bench.Listing;

/// <summary>
/// Trains the listing's model the plain way. LibTorch must be loaded; nothing else of Weft's set-up is assumed, and the number of
/// threads is LibTorch's own choice. Of Weft it uses the options' numbers and the chunks, which are plain arrays.
/// </summary>
internal sealed class ListingTraining : ITraining
{
    private readonly RunOptions _options;
    private readonly FixedChunks _chunks;
    private readonly Adam _optimizer;
    private readonly Parameter[] _parameters;

    /// <summary>Builds the model.</summary>
    /// <param name="options">What it is to be; <see cref="WhyNot"/> has the limits.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="chunks">What is trained on.</param>
    /// <param name="type">The type of everything: float32, or float64 to see what rounding does.</param>
    public ListingTraining(RunOptions options, int vocabulary, FixedChunks chunks, ScalarType type = ScalarType.Float32)
    {
        if (WhyNot(options) is { } reason)
            throw new ConfigurationException($"TorchSharp's modules cannot train this model: {reason}.");
        (_options, _chunks) = (options, chunks);
        var shape = options.Model;
        random.manual_seed(options.Seed);
        Model = new ReferenceModel(
            vocabulary, shape.Dimension, shape.Heads, shape.Layers, shape.FeedForward, shape.Dropout, options.Training.Context,
            shape.Activation == Activation.Gelu ? nn.Activations.GELU : nn.Activations.ReLU);
        Model.to(type);
        var adam = options.Optimizer;
        _optimizer = optim.Adam(Model.parameters(), options.Schedule.PeakRate, adam.Beta1, adam.Beta2, adam.Epsilon);
        _parameters = [.. Model.parameters()];
    }

    public ReferenceModel Model { get; }

    public long Parameters => _parameters.Sum(parameter => parameter.numel());

    /// <summary>What of a model TorchSharp's modules do not have, or null when they have all.</summary>
    public static string? WhyNot(RunOptions options) =>
        options.Model.Norm != NormPlacement.Post ? "TransformerEncoder has no norm before the sub-layers"
        : options.Model.Positions != PositionEncoding.Sinusoidal ? "TransformerEncoder has no rotary positions"
        : options.Model.TieEmbeddings ? "its Linear cannot share the weights of its Embedding"
        : !options.Model.ScaleEmbedding ? "the listing scales its embedding"
        : options.Optimizer.WeightDecay > 0 ? "its Adam does not decay the weights of matrices alone"
        : options.Training.Accumulation > 1 ? "the listing does not accumulate gradients"
        : null;

    public double Step(IReadOnlyList<long[]> batches)
    {
        using var scope = NewDisposeScope();
        Model.train();
        var (ids, targets) = Load(batches[0]);
        Model.zero_grad(set_to_none: true);
        var scores = Model.forward(ids).flatten(0, 1); // [time * batch, vocabulary]
        var loss = nn.functional.cross_entropy(scores, targets.t().flatten(), label_smoothing: _options.Training.LabelSmoothing);
        loss.backward();
        if (_options.Optimizer.ClipNorm > 0)
            nn.utils.clip_grad_norm_(_parameters, _options.Optimizer.ClipNorm);
        _optimizer.step();
        return loss.ToDouble();
    }

    /// <summary>The mean plain loss over chunks, nats a target.</summary>
    public double Measure(FixedChunks chunks, int batch)
    {
        using var frozen = no_grad();
        Model.eval();
        var (sum, count) = (0.0, 0L);
        for (long start = 0; start < chunks.Count; start += batch)
        {
            using var scope = NewDisposeScope();
            long[] chosen = [.. Enumerable.Range(0, (int)Math.Min(batch, chunks.Count - start)).Select(i => start + i)];
            var (ids, targets) = Load(chosen, chunks);
            var scores = Model.forward(ids).flatten(0, 1);
            sum += nn.functional.cross_entropy(scores, targets.t().flatten(), reduction: nn.Reduction.Sum).ToDouble();
            count += chosen.Sum(chunk => (long)chunks.ScoredTargets(chunk));
        }
        return sum / count;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        Model.Dispose();
    }

    private (Tensor Ids, Tensor Targets) Load(long[] chosen, FixedChunks? from = null)
    {
        var chunks = from ?? _chunks;
        var (ids, targets) = (new long[chosen.Length * chunks.Time], new long[chosen.Length * chunks.Time]);
        chunks.Fill(chosen, ids, targets);
        return (tensor(ids, [chosen.Length, chunks.Time]), tensor(targets, [chosen.Length, chunks.Time]));
    }
}
