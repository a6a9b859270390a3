using System.Text.Json.Serialization;
using Weft.Sampling;

namespace Weft.Runs.State;

/// <summary>How far a training has come. Together with the weights and the optimizer's state it determines all that follows.</summary>
internal sealed record TrainingState
{
    /// <summary>Updates made.</summary>
    public long Step { get; init; }

    /// <summary>Targets trained on.</summary>
    public long Tokens { get; init; }

    /// <summary>Places in the rows of the updates' batches; 0 where an earlier version did not count them.</summary>
    public long Places { get; init; }

    /// <summary>How many of them were padding.</summary>
    public long Padding { get; init; }

    /// <summary>Time spent in training, over all sessions, with the evaluations on the way.</summary>
    public double Seconds { get; init; }

    /// <summary>The part of it that the steps took.</summary>
    public double StepSeconds { get; init; }

    /// <summary>Where the sampler stands; a checkpoint keeps it in a file of its own.</summary>
    [JsonIgnore]
    public SamplerState Sampler { get; init; } = new(0, 0);

    /// <summary>The number of the phase that has begun and not ended, or null.</summary>
    public int? Phase { get; init; }

    /// <summary>The fingerprint of the parameters that it does not train, from its beginning; null where it trains all.</summary>
    public string? FrozenHash { get; init; }

    /// <summary>The order of all samples that were trained on.</summary>
    public SampleOrder Order { get; init; }

    /// <summary>The validation loss of the best evaluation so far, nats a target, or null before the first.</summary>
    public double? BestLoss { get; init; }

    /// <summary>Its figure that decides what is best, where that is another than the loss; else null, as in what earlier versions wrote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestFigure { get; init; }

    /// <summary>The value of the figure that decides; null before the first evaluation.</summary>
    [JsonIgnore]
    public double? Best => BestFigure ?? BestLoss;

    /// <summary>The step of the best evaluation.</summary>
    public long? BestStep { get; init; }

    /// <summary>Evaluations since then.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Whether the validation split was to be measured after this step and is not yet.</summary>
    public bool EvaluationDue { get; init; }

    /// <summary>Targets trained on when the validation split was last measured.</summary>
    public long TokensAtEvaluation { get; init; }

    /// <summary>The training loss against its own past.</summary>
    public LossWatch Watch { get; init; } = new();

    /// <summary>The newest step that was saved before the loss began to rise, or null.</summary>
    public long? CalmStep { get; init; }

    /// <summary>Steps that were not applied because they had diverged.</summary>
    public long Skipped { get; init; }

    /// <summary>How many of them were the last.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>How often the training has gone back after it had diverged.</summary>
    public int GoneBack { get; init; }

    /// <summary>What the rates of the schedule are multiplied by: a half for each time.</summary>
    [JsonIgnore]
    public double RateFactor => Math.Pow(0.5, GoneBack);
}
