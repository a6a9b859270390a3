using TorchSharp;
using Weft.Bench.Listing;
using Weft.Bench.Trainings;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Bench.Equivalence;

/// <summary>Trains the listing's model in float32 and Weft's from the same weights on the same batches, step by step.</summary>
internal sealed class EquivalenceRun : IDisposable
{
    private readonly RunOptions _options;
    private readonly int _vocabulary;
    private readonly BatchSource _source;
    private readonly FixedChunks _validation;
    private readonly ListingTraining _listing;
    private readonly WeftTraining _weft;

    /// <summary>Builds both models.</summary>
    /// <param name="options">Dropout must be off: the two draw different numbers.</param>
    /// <param name="text">What is trained on, and after it what is held out.</param>
    /// <param name="heldOut">How many tokens at the text's end are held out.</param>
    public EquivalenceRun(RunOptions options, BenchmarkText text, int heldOut)
    {
        if (options.Model.Dropout != 0)
            throw new ConfigurationException($"model.dropout is {options.Model.Dropout}; it must be 0 here, because the two trainings would drop different numbers.");
        var trained = text.Tokens.Length - heldOut;
        if (trained < BatchSource.TokensInStep(options))
            throw new InvalidDataException($"The text has {text.Tokens.Length:N0} tokens; one batch and the {heldOut:N0} that are held out take more.");
        var tokens = new MemoryTokens(text.Tokens.AsMemory(0, trained));
        (_options, _vocabulary) = (options, text.Vocabulary);
        _source = new BatchSource(tokens, text.EndOfTextId, options);
        _validation = new FixedChunks(new MemoryTokens(text.Tokens.AsMemory(trained)), options.Training.Context, text.EndOfTextId);
        _weft = new WeftTraining(options, text.Vocabulary, tokens, _source.Chunks);
        _listing = new ListingTraining(options, text.Vocabulary, _source.Chunks);
        Pairs = WeightPairs.Of(_listing.Model, _weft.Model);
        WeightPairs.CopyToListing(Pairs);
    }

    /// <summary>The parameters of both models.</summary>
    public IReadOnlyList<WeightPair> Pairs { get; }

    /// <summary>Trains both, and beside them the listing in float64, and compares the weights.</summary>
    /// <param name="steps">How many updates.</param>
    public WeightsDrift TrainWeights(int steps)
    {
        using var exact = new ListingTraining(_options, _vocabulary, _source.Chunks, torch.ScalarType.Float64);
        var exactPairs = WeightPairs.Of(exact.Model, _weft.Model);
        WeightPairs.CopyToListing(exactPairs);
        for (var step = 0; step < steps; step++)
        {
            var batches = _source.Next();
            exact.Step(batches);
            _listing.Step(batches);
            _weft.Step(batches);
        }
        return new WeightsDrift(
            WeightsComparison.Of(Pairs),
            WeightsComparison.Of(exactPairs),
            WeightsComparison.Of(exactPairs.Zip(Pairs, (own, other) => own with { Weft = other.Listing })));
    }

    /// <summary>Trains and measures.</summary>
    /// <param name="steps">How many updates.</param>
    /// <param name="each">Hears of each: its number, the listing's loss, Weft's loss.</param>
    public EquivalenceResult Train(int steps, Action<int, double, double> each)
    {
        var (worst, worstStep, total) = (0.0, 0, 0.0);
        for (var step = 1; step <= steps; step++)
        {
            var batches = _source.Next();
            var (listing, weft) = (_listing.Step(batches), _weft.Step(batches));
            each(step, listing, weft);
            var difference = Math.Abs(weft - listing);
            total += difference;
            // What is not a number must neither be passed over nor be followed by another.
            if (!double.IsNaN(worst) && !(difference <= worst))
                (worst, worstStep) = (difference, step);
        }
        return new EquivalenceResult
        {
            Steps = steps,
            Precision = _weft.Precision.ToString().ToLowerInvariant(),
            CurveDifference = worst,
            CurveDifferenceStep = worstStep,
            MeanCurveDifference = total / steps,
            ListingValidationLoss = _listing.Measure(_validation, _options.Training.Batch),
            WeftValidationLoss = _weft.Measure(_validation, _options.Training.Batch),
        };
    }

    public void Dispose()
    {
        _weft.Dispose();
        _listing.Dispose();
    }
}
