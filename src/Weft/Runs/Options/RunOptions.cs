using System.Text.Json.Serialization;
using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Text.Vectors;

namespace Weft.Runs.Options;

/// <summary>
/// Everything that determines a training. The same tree is the JSON file, the keys of <c>--set</c> and the
/// <c>config.json</c> of a run.
/// </summary>
public sealed record RunOptions
{
    /// <summary>The preset that the settings start from: a few of them under one name; all others have their defaults.</summary>
    public string Preset { get; init; } = PresetLayers.Reference;

    /// <summary>What is learnt: <c>language-modelling</c>, the next token of a text, <c>classification</c>, the label of a record, which
    /// <c>data.label</c> names, <c>matching</c>, the same of a pair of texts, whose second one <c>data.second</c> names, <c>tagging</c>, the tag of each word of a sentence,
    /// <c>translation</c>, one text of a pair from the other, or <c>answering</c>, the answer to a question, a part of a text that <c>data.answer</c> names. A program can bring another, with <c>TrainingBuilder.UseTask</c>.</summary>
    public TaskKind Task { get; init; }

    /// <summary>Determines the weights at the start, the order of the samples and the dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Which text, and how it becomes tokens.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>The shape of the model.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>How pairs of texts are compared.</summary>
    public MatchingOptions Matching { get; init; } = new();

    /// <summary>Word vectors that the embedding starts from.</summary>
    public VectorsOptions Vectors { get; init; } = new();

    /// <summary>Batches, phases and checkpoints.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Which samples are trained on, and when.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>How gradients change the weights.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes over the training.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>When training ends.</summary>
    public BudgetOptions Budget { get; init; } = new();

    /// <summary>When and how the model is measured.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Device, precision and threads.</summary>
    public RuntimeOptions Runtime { get; init; } = new();

    /// <summary>How several workers train together.</summary>
    public WorkersOptions Workers { get; init; } = new();

    /// <summary>The types of the parts that a program brought itself; null where all are Weft's.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal PluginNames? Plugins { get; init; }

    /// <summary>Checks everything together.</summary>
    /// <exception cref="ConfigurationException">With every problem, one a line.</exception>
    public void Validate()
    {
        var problems = new Problems();
        Validate(problems);
        problems.ThrowIfAny();
    }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        Data.Validate(problems);
        Model.Validate(problems);
        Matching.Validate(problems);
        Vectors.Validate(problems);
        Training.Validate(problems, Model.MaximumPositions);
        Sampling.Validate(problems);
        problems.Require(
            Training.Batching != BatchingMode.Stream || (Sampling.Sampler == SamplerKind.Uniform && Sampling.Curriculum.StartCompetence == 1),
            "sampling.sampler", Sampling.Sampler.ToString().ToLowerInvariant(),
            "be uniform, without sampling.curriculum.startCompetence, where training.batching is stream: columns are read in their order");
        problems.Require(
            Training.Batching != BatchingMode.Random || (Sampling.Sampler == SamplerKind.Uniform && Sampling.Curriculum.StartCompetence == 1),
            "sampling.sampler", Sampling.Sampler.ToString().ToLowerInvariant(),
            "be uniform, without sampling.curriculum.startCompetence, where training.batching is random: no window comes a second time");
        problems.Require(
            Sampling.Order == EpochOrder.Random || Training.Batching is BatchingMode.Chunks or BatchingMode.Padded, "sampling.order", "spaced",
            "be random where training.batching is stream or random: columns are read in their order, and no window that is drawn comes a second time");
        Optimizer.Validate(problems);
        Schedule.Validate(problems);
        Budget.Validate(problems);
        Evaluation.Validate(problems, Training.Context);
        Runtime.Validate(problems);
        Workers.Validate(problems);
        Workers.ValidateWith(this, problems);
        TaskRules.Validate(this, problems);
        foreach (var (before, phase) in Training.Phases.Zip(Training.Phases.Skip(1)))
            ValidateBorder(problems, KindOf(before), KindOf(phase), phase);
        problems.Require(
            KeepsAverages || Evaluation.Weights == WeightsChoice.Raw, "evaluation.weights", "average", "be raw where optimizer.averageDecay is 0");
    }

    /// <summary>Whether a running mean of the weights is kept.</summary>
    internal bool KeepsAverages => Training.Phases.Any(phase => (phase?.Optimizer ?? Optimizer).AverageDecay > 0);

    private OptimizerKind KindOf(PhaseOptions? phase) => (phase?.Optimizer ?? Optimizer).Kind;

    /// <summary>What one kind of optimizer remembers is of no use to another; only Adam's two kinds remember the same.</summary>
    private static void ValidateBorder(Problems problems, OptimizerKind before, OptimizerKind after, PhaseOptions? phase)
    {
        var isAlike = before == after || (IsAdam(before) && IsAdam(after));
        problems.Require(
            isAlike || phase?.OptimizerState != StateAtBorder.Keep, $"training.phases ({phase?.Name}) optimizerState", "keep",
            "be reset where the kind of optimizer changes");

        static bool IsAdam(OptimizerKind kind) => kind is OptimizerKind.Adam or OptimizerKind.AdamW;
    }
}
