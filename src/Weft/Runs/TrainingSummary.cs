using System.Text.Json.Serialization;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Text;
using Weft.Text.Vectors;

namespace Weft.Runs;

/// <summary>What a training came to.</summary>
public sealed record TrainingSummary
{
    /// <summary>The run folder.</summary>
    public required string Run { get; init; }

    /// <summary>Updates made, over all sessions.</summary>
    public required long Steps { get; init; }

    /// <summary>Targets trained on, over all sessions.</summary>
    public required long Tokens { get; init; }

    /// <summary>Time spent in training, over all sessions, with the evaluations on the way.</summary>
    public required double Seconds { get; init; }

    /// <summary>The part of it that the steps took: without evaluations and checkpoints.</summary>
    public required double StepSeconds { get; init; }

    /// <summary><see cref="Tokens"/> over <see cref="StepSeconds"/>.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The share of the places in all batches that were padding, from 0 to 1: what of the computation was for nothing. 0 in summaries that earlier versions wrote.</summary>
    public double Padding { get; init; }

    /// <summary>The most memory that the process ever held.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>What it ran on, as it was decided: number format, threads, size of chunks.</summary>
    public required RuntimeOptions Runtime { get; init; }

    /// <summary>Whether training was stopped before its budget's end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Why it ended; null in summaries that earlier versions wrote.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>The step of the weights that were measured: the best on the validation split.</summary>
    public required long BestStep { get; init; }

    /// <summary>Steps that were not applied, and how often training went back, because it had diverged (<c>training.recovery</c>).</summary>
    public RecoveryCounts Recoveries { get; init; } = new(0, 0);

    /// <summary>What <c>metrics.jsonl</c> held at the end, by which a change of it is seen; null where a Weft wrote it that did not say.</summary>
    [JsonInclude]
    internal LogMark? Metrics { get; init; }

    /// <summary>Trainable numbers in the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Tokens in each split and words in the vocabulary.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>Where the embedding's first vectors came from; null where it started without word vectors.</summary>
    public VectorCoverage? Vectors { get; init; }

    /// <summary>The weights of the run that it started from; null where it started from none.</summary>
    public StartingWeights? From { get; init; }

    /// <summary>Which weights <see cref="Validation"/> and <see cref="Test"/> are of.</summary>
    public required WeightsChoice Weights { get; init; }

    /// <summary>The measurement on the validation split; null when interrupted.</summary>
    public EvaluationResult? Validation { get; init; }

    /// <summary>The measurement on the test split; null when interrupted.</summary>
    public EvaluationResult? Test { get; init; }

    /// <summary>More of the validation split; null when interrupted and without <c>evaluation.report</c>.</summary>
    public Figures? ValidationDetails { get; init; }

    /// <summary>More of the test split; null when interrupted and without <c>evaluation.report</c>.</summary>
    public Figures? TestDetails { get; init; }

    /// <summary>The same of the raw weights beside averaged ones, or the other way round; null where no averages are kept.</summary>
    public OtherWeights? OtherWeights { get; init; }
}

/// <summary>How often a training that diverged went on all the same.</summary>
/// <param name="Skipped">Steps that were not applied.</param>
/// <param name="GoneBack">How often it went back to a checkpoint.</param>
public sealed record RecoveryCounts(long Skipped, int GoneBack);

/// <summary>The best step measured with the weights that do not count.</summary>
/// <param name="Weights">Which these are.</param>
/// <param name="Validation">The measurement on the validation split.</param>
/// <param name="Test">The measurement on the test split.</param>
public sealed record OtherWeights(WeightsChoice Weights, EvaluationResult Validation, EvaluationResult Test);

/// <summary>The size of a corpus, in tokens.</summary>
/// <param name="Train">Tokens of the training split.</param>
/// <param name="Validation">Tokens of the validation split.</param>
/// <param name="Test">Tokens of the test split.</param>
/// <param name="Vocabulary">Distinct tokens that the model knows.</param>
/// <param name="ReplacedUtf8Sequences">Sequences that are not UTF-8 and were replaced.</param>
public sealed record CorpusSummary(long Train, long Validation, long Test, int Vocabulary, long ReplacedUtf8Sequences)
{
    /// <summary>Distinct tokens of the sources of pairs, where they have a vocabulary of their own; <see cref="Vocabulary"/> is then of the targets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SourceVocabulary { get; init; }

    /// <summary>Of a prepared text.</summary>
    internal static CorpusSummary Of(TokenStore store) => new(
        store[Split.Train].Count, store[Split.Validation].Count, store[Split.Test].Count, store.Vocabulary.Count, store.Manifest.ReplacedUtf8Sequences)
    {
        SourceVocabulary = store.SourceVocabulary?.Count,
    };
}
