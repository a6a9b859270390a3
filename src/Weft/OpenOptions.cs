using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Tasks.Own;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Training.Starting;

namespace Weft;

/// <summary>Which weights of a run to use, and on what.</summary>
public sealed record OpenOptions
{
    /// <summary><c>best</c> (by the validation split), <c>last</c>, or the number of a step that was saved.</summary>
    public string Checkpoint { get; init; } = "best";

    /// <summary>Raw or averaged; null is what the run was measured with.</summary>
    public WeightsChoice? Weights { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; null is what the run was trained on.</summary>
    public string? Device { get; init; }

    /// <summary>How many threads to compute with; null is as in training. More than one a core are never taken.</summary>
    public int? Threads { get; init; }

    /// <summary>The tokenizer, where the run was trained with one of a program's own.</summary>
    public ITokenizer? Tokenizer { get; init; }

    /// <summary>The task, where the run was trained with one of a program's own.</summary>
    public ITextTask? Task { get; init; }

    /// <summary>The texts, where the run was trained on such as a program gave and the copy that Weft kept of them is gone; only
    /// <see cref="TrainedModel.Evaluate"/> and <see cref="TrainedModel.Report"/> need them.</summary>
    public IEnumerable<TextRecord>? Texts { get; init; }

    /// <summary>Figures of the program's own to measure besides, by their names.</summary>
    public IReadOnlyDictionary<string, Func<ITokenMetric>> Metrics { get; init; } = new Dictionary<string, Func<ITokenMetric>>();

    /// <summary>Hears of damaged checkpoints in whose place another is taken; null for nobody.</summary>
    public Action<string>? OnNote { get; init; }

    internal Plugins Plugins => new() { Tokenizer = Tokenizer, Task = Task, Metrics = [.. Metrics.Select(metric => new OwnMetric(metric.Key, metric.Value))] };

    internal void Validate()
    {
        var problems = new Problems();
        problems.Require(Checkpoint is "best" or "last" || (long.TryParse(Checkpoint, null, out var step) && step > 0), nameof(Checkpoint), Checkpoint, "be best, last or the number of a step");
        foreach (var name in Metrics.Keys)
            problems.Require(LanguageFigures.IsFree(name), nameof(Metrics), name, "be letters and digits that begin with a small letter, and no other figure's");
        problems.Require(Threads is null or > 0, nameof(Threads), Threads, "be above 0");
        problems.ThrowIfAny();
    }
}
