using TorchSharp;
using TorchSharp.Modules;
using Weft.Bench.Trainings;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Bench.Listing;

/// <summary>Trains the listing's classifier the plain way, on batches that are made as for Weft. LibTorch must be loaded; nothing else of Weft's set-up is assumed.</summary>
internal sealed class ListingClassifier : ITraining
{
    private readonly TextBatches _texts;
    private readonly Adam _optimizer;
    private readonly Parameter[] _parameters;

    /// <param name="texts">What is trained on, and the model's shape; <see cref="WhyNot"/> has the limits.</param>
    public ListingClassifier(TextBatches texts)
    {
        var (options, shape) = (texts.Options, texts.Options.Model);
        _texts = texts;
        random.manual_seed(options.Seed);
        Model = new ReferenceClassifier(
            texts.Vocabulary, texts.Labels, shape.Dimension, shape.Heads, shape.Layers, shape.FeedForward, shape.Dropout, options.Training.Context,
            shape.Activation == Activation.Gelu ? nn.Activations.GELU : nn.Activations.ReLU);
        var adam = options.Optimizer;
        _optimizer = optim.Adam(Model.parameters(), options.Schedule.PeakRate, adam.Beta1, adam.Beta2, adam.Epsilon);
        _parameters = [.. Model.parameters()];
    }

    /// <summary>The model.</summary>
    public ReferenceClassifier Model { get; }

    /// <inheritdoc/>
    public long Parameters => _parameters.Sum(parameter => parameter.numel());

    /// <summary>What of a classifier the listing does not have, or null when it has all.</summary>
    public static string? WhyNot(RunOptions options) => ListingTraining.WhyNot(options)
        ?? (options.Model.Ngrams.Buckets > 0 ? "the listing has no n-grams"
        : options.Model.Pooling != PoolingKind.Mean ? "the listing's head sees the mean of the states"
        : options.Data.Labels != LabelKind.One ? "the listing knows one label a text"
        : options.Sampling.WordDropout > 0 ? "the listing takes no words out"
        : null);

    /// <inheritdoc/>
    public double Step(IReadOnlyList<long[]> batches)
    {
        using var scope = NewDisposeScope();
        Model.train();
        var (ids, isPadding, labels) = Load(batches[0]);
        Model.zero_grad(set_to_none: true);
        var loss = nn.functional.cross_entropy(Model.forward(ids, isPadding), labels, label_smoothing: _texts.Options.Training.LabelSmoothing);
        loss.backward();
        if (_texts.Options.Optimizer.ClipNorm > 0)
            nn.utils.clip_grad_norm_(_parameters, _texts.Options.Optimizer.ClipNorm);
        _optimizer.step();
        return loss.ToDouble();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        Model.Dispose();
    }

    private (Tensor Ids, Tensor IsPadding, Tensor Labels) Load(long[] chosen)
    {
        var read = _texts.Read(chosen);
        var (rows, time) = (chosen.Length, read.Time);
        int[] lengths = [.. read.Ends ?? Enumerable.Repeat(time, rows)];
        return (
            tensor(read.Ids.ToArray(), [rows, time]),
            arange(time).unsqueeze(0).ge(tensor(lengths).unsqueeze(1)),
            tensor(read.Targets.ToArray()));
    }
}
