using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>How long to train: until the first of the given limits. The learning-rate schedule ends there too.</summary>
public sealed record BudgetOptions
{
    /// <summary>End after so many optimizer updates.</summary>
    public long? Steps { get; init; }

    /// <summary>End after so many target tokens were trained on.</summary>
    public long? Tokens { get; init; }

    /// <summary>End after so many passes over the training split; 0.5 is half of one.</summary>
    public double? Epochs { get; init; }

    /// <summary>End after so many minutes of training, with the evaluations on the way and without preparation and the final evaluation.</summary>
    public double? Minutes { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Steps is null or > 0, "budget.steps", Steps, "be above 0");
        problems.Require(Tokens is null or > 0, "budget.tokens", Tokens, "be above 0");
        problems.Require(Epochs is null or > 0, "budget.epochs", Epochs, "be above 0");
        problems.Require(Minutes is null or > 0, "budget.minutes", Minutes, "be above 0");
        if ((Steps, Tokens, Epochs, Minutes) is (null, null, null, null))
            problems.Add("There is no budget; set one of --max-steps, --max-tokens, --max-epochs and --max-minutes (in C# Steps, Epochs and Minutes).");
    }

    /// <summary>The share of the budget that is used up: 0 at the start, 1 or more when training is over.</summary>
    /// <param name="steps">Updates made.</param>
    /// <param name="tokens">Targets trained on.</param>
    /// <param name="seconds">Time spent.</param>
    /// <param name="tokensPerEpoch">Targets of the training split.</param>
    internal double Progress(long steps, long tokens, double seconds, long tokensPerEpoch)
    {
        var progress = 0.0;
        if (Steps is { } maximumSteps)
            progress = Math.Max(progress, (double)steps / maximumSteps);
        if (Tokens is { } maximumTokens)
            progress = Math.Max(progress, (double)tokens / maximumTokens);
        if (Epochs is { } epochs)
            progress = Math.Max(progress, tokens / (epochs * tokensPerEpoch));
        if (Minutes is { } minutes)
            progress = Math.Max(progress, seconds / (minutes * 60));
        return progress;
    }
}
