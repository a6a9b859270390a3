using System.Text.Json.Serialization;

namespace Weft.Runs.Events;

/// <summary>An optimizer update was made.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="Loss">Mean label-smoothed loss, nats a target: what is minimised.</param>
/// <param name="NegativeLogLikelihood">Mean plain loss, nats a target: of a language model, what perplexity is made of.</param>
/// <param name="Tokens">Targets of this step.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="GradientNorm">The global gradient norm before clipping.</param>
/// <param name="Progress">The share of the budget that is used up after this step.</param>
/// <param name="Seconds">Training time up to here.</param>
/// <param name="TokensPerSecond">Speed of this step: targets a second.</param>
public sealed record StepEvent(
    long Step,
    string Phase,
    double Loss,
    double NegativeLogLikelihood,
    long Tokens,
    double Rate,
    double GradientNorm,
    double Progress,
    double Seconds,
    double TokensPerSecond) : TrainingEvent(Step, Phase)
{
    /// <summary>The share of the batch's places that were padding, from 0 to 1; null in what earlier versions wrote.</summary>
    public double? Padding { get; init; }

    /// <summary>What the targets are: tokens, texts. Not in logs.</summary>
    [JsonIgnore]
    internal string Unit { get; init; } = "tokens";

    private protected override string Describe() => $"step {Step:N0}: loss {Loss:F3}, rate {Rate:G3}, {TokensPerSecond:N0} {Unit}/s";
}
