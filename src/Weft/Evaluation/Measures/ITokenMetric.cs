namespace Weft.Evaluation.Measures;

/// <summary>A figure of one's own for language models and tasks of classes for tokens: it hears of every target of a split, each once, and then says what they come to.</summary>
public interface ITokenMetric
{
    /// <summary>What the targets so far come to: a finite number, or null where that cannot be said.</summary>
    double? Value { get; }

    /// <summary>Takes a target, window by window.</summary>
    void Take(in ScoredToken token);
}

/// <summary>A figure that a program brought.</summary>
/// <param name="Name">What logs and summaries call it, camelCase.</param>
/// <param name="Make">Makes a new one for each measurement.</param>
internal sealed record OwnMetric(string Name, Func<ITokenMetric> Make);
