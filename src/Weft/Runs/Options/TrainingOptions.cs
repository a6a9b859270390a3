using Weft.Data;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;

namespace Weft.Runs.Options;

/// <summary>What one step takes and when checkpoints are written.</summary>
public sealed record TrainingOptions
{
    /// <summary>Rows in a batch: texts that go through the model together. Memory grows with it.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Tokens in a row: what the model sees at once.</summary>
    public int Context { get; init; } = 32;

    /// <summary>How the training split becomes rows: windows, parallel columns, or documents with padding.</summary>
    public BatchingMode Batching { get; init; }

    /// <summary>On which side the rows of <see cref="BatchingMode.Padded"/> are padded; it changes nothing else.</summary>
    public PaddingSide Padding { get; init; }

    /// <summary>Batches whose gradients make one step: one optimizer update, as exact as from one large batch.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Share of the target's probability that is spread over all classes.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>What each token, or each label of a classifier, counts in the loss: <c>none</c> (all alike), <c>inverse-frequency</c>, or a file with one, a tab and a
    /// weight on each line. The sum of weighted losses is divided by the number of targets, not by the sum of weights.</summary>
    public string ClassWeights { get; init; } = Runs.ClassWeights.None;

    /// <summary>The power of the frequency by which <c>inverse-frequency</c> divides.</summary>
    public double ClassWeightExponent { get; init; } = 0.5;

    /// <summary>Which small gradients of the decoder are estimated rather than worked out.</summary>
    public GradientFilterOptions GradientFilter { get; init; } = new();

    /// <summary>Steps between checkpoints; 0 writes one with every evaluation. The best and the last are written in any case.</summary>
    public int CheckpointSteps { get; init; }

    /// <summary>How many of the newest checkpoints are kept, beside the best.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>What becomes of a training that diverges: an error (<c>none</c>), the step is not applied (<c>skip</c>), or the training
    /// goes back to its last good checkpoint and on with half the rate (<c>back</c>).</summary>
    public RecoveryMode Recovery { get; init; }

    /// <summary>The stretches of the training, in order.</summary>
    public IReadOnlyList<PhaseOptions> Phases { get; init; } = [new PhaseOptions()];

    /// <summary>The folder of a run whose best weights the training starts from; empty for none. Tokenizer, vocabulary and the shape of the layers are that run's. The head begins anew
    /// where task or classes are others.</summary>
    public string From { get; init; } = "";

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, int maximumPositions)
    {
        problems.Require(Batch is > 0 and <= 1 << 20, "training.batch", Batch, "be from 1 to 1048576");
        problems.Require(Context > 0 && Context <= maximumPositions, "training.context", Context, $"be from 1 to model.maximumPositions ({maximumPositions})");
        problems.Require(Accumulation > 0, "training.accumulation", Accumulation, "be above 0");
        problems.Require(LabelSmoothing is >= 0 and < 1, "training.labelSmoothing", LabelSmoothing, "be at least 0 and below 1");
        problems.Require(
            !string.IsNullOrWhiteSpace(ClassWeights), "training.classWeights", ClassWeights, "be none, inverse-frequency, or a file");
        problems.Require(ClassWeightExponent is >= 0 and <= 10, "training.classWeightExponent", ClassWeightExponent, "be from 0 to 10");
        GradientFilter.Validate(problems);
        problems.Require(CheckpointSteps >= 0, "training.checkpointSteps", CheckpointSteps, "be at least 0");
        problems.Require(KeepCheckpoints > 0, "training.keepCheckpoints", KeepCheckpoints, "be above 0");
        problems.Require(From.Length == 0 || !string.IsNullOrWhiteSpace(From), "training.from", From, "be the folder of a run, or empty");
        problems.Require(Phases.Count > 0, "training.phases", "empty", "name at least one phase");
        foreach (var phase in Phases)
        {
            // JSON can say null where the type does not.
            problems.Require(phase is not null, "training.phases", "[null]", "hold phases alone");
            phase?.Validate(problems);
        }
        foreach (var name in Phases.OfType<PhaseOptions>().CountBy(phase => phase.Name).Where(name => name.Value > 1))
            problems.Require(false, "training.phases name", $"{name.Key} {name.Value} times", "be another for each phase");
    }
}
