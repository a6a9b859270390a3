using System.Text.Json.Serialization;

namespace Weft.Runs.State;

/// <summary>
/// Watches the training loss against its own past: the plain loss, without label smoothing and class weights, so that all trainings are
/// measured alike. A loss has exploded when its mean over about twenty steps is far above both what guessing blindly costs and its own
/// lowest. Ordinary trainings, with spikes and bad beginnings, stay below blind guessing or come back to it.
/// </summary>
internal sealed record LossWatch
{
    /// <summary>Steps before anything is judged: a training may begin badly.</summary>
    public const int Beginning = 20;

    // The mean reaches back about twenty steps.
    private const double Decay = 0.95;

    // Nats a target above the lowest mean; and above blind guessing, or half of that again where it is more.
    private const double Rise = 3;

    // A checkpoint whose loss was no further above the lowest is one to go back to.
    private const double CalmRise = 0.5;

    /// <summary>Steps seen.</summary>
    public long Steps { get; init; }

    /// <summary>The exponential sum of losses, not yet corrected for its beginning at zero.</summary>
    public double Sum { get; init; }

    /// <summary>The lowest <see cref="Mean"/> so far.</summary>
    public double Lowest { get; init; }

    /// <summary>The mean loss of the last steps, nats a target.</summary>
    [JsonIgnore]
    public double Mean => Steps == 0 ? 0 : Sum / (1 - Math.Pow(Decay, Steps));

    /// <summary>Whether the loss is about as low as it ever was.</summary>
    [JsonIgnore]
    public bool IsCalm => Mean <= Lowest + CalmRise;

    /// <summary>The watch after one more step.</summary>
    /// <param name="loss">Its plain loss, nats a target.</param>
    public LossWatch With(double loss)
    {
        var next = this with { Steps = Steps + 1, Sum = Decay * Sum + (1 - Decay) * loss };
        return next with { Lowest = Steps == 0 ? next.Mean : Math.Min(Lowest, next.Mean) };
    }

    /// <summary>The highest loss of a single step that is not yet an explosion.</summary>
    /// <param name="blind">What guessing blindly costs, nats a target.</param>
    public double Highest(double blind) => Steps < Beginning ? double.MaxValue : Math.Max(Mean + Rise, Limit(blind));

    /// <summary>Whether the loss has exploded.</summary>
    /// <param name="blind">What guessing blindly costs, nats a target.</param>
    public bool HasExploded(double blind) => Steps >= Beginning && Mean > Limit(blind) && Mean > Lowest + Rise;

    private static double Limit(double blind) => Math.Max(1.5 * blind, blind + Rise);
}
