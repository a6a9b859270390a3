using Weft.Foundation;
using Weft.Optimization;

namespace Weft.Runs.Options;

/// <summary>Which parameters a phase trains.</summary>
public enum Trainable
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The tokens' vectors and the table of positions, where that is trained at all. With tied weights the decoder's too: they
    /// are the same.</summary>
    Embeddings,

    /// <summary>These, and the decoder with its biases.</summary>
    EmbeddingsAndDecoder,

    /// <summary>Those that <see cref="PhaseOptions.Parameters"/> names.</summary>
    Named,
}

/// <summary>What becomes of the optimizer's state where a phase begins.</summary>
public enum StateAtBorder
{
    /// <summary>It is forgotten: the phase begins as a training does.</summary>
    Reset,

    /// <summary>It is kept.</summary>
    Keep,
}

/// <summary>A stretch of training.</summary>
public sealed record PhaseOptions
{
    /// <summary>What logs and reports call the phase; each has another name.</summary>
    public string Name { get; init; } = "full";

    /// <summary>Which parameters the phase trains; all others keep every bit.</summary>
    public Trainable Trainable { get; init; }

    /// <summary>With <see cref="Trainable.Named"/> the names of what it trains, as <c>model.safetensors</c> has them; <c>*</c> stands for any
    /// characters: <c>layers.1.*</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Its part of the budget, relative to the other phases' shares.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Its learning rate; null is the run's <c>schedule</c>. In JSON what is not given here is taken from there.</summary>
    public ScheduleOptions? Schedule { get; init; }

    /// <summary>Its optimizer; null is the run's <c>optimizer</c>. In JSON what is not given here is taken from there.</summary>
    public OptimizerOptions? Optimizer { get; init; }

    /// <summary>What becomes of the optimizer's state where the phase begins.</summary>
    public StateAtBorder OptimizerState { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        var section = $"training.phases ({Name})";
        problems.Require(!string.IsNullOrWhiteSpace(Name), "training.phases name", Name, "be a word");
        problems.Require(
            Parameters.Count > 0 == (Trainable == Trainable.Named) && !Parameters.Any(string.IsNullOrWhiteSpace),
            $"{section} parameters", $"[{string.Join(", ", Parameters)}]", "name parameters where trainable is named, and else be empty");
        problems.Require(Share is > 0 and < double.PositiveInfinity, $"{section} share", Share, "be above 0");
        Schedule?.Validate(problems, $"{section} schedule");
        Optimizer?.Validate(problems, $"{section} optimizer");
    }
}
