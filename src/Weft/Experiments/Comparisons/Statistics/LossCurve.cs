using Weft.Evaluation;
using Weft.Runs.Events;
using Weft.Text;

namespace Weft.Experiments.Comparisons.Statistics;

/// <summary>A measurement of the validation split on the way.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Tokens">Targets trained on.</param>
/// <param name="Seconds">Training time when the last of these updates was made, with all earlier evaluations.</param>
/// <param name="Loss">Mean plain negative log-likelihood, nats a token.</param>
internal sealed record LossPoint(long Step, long Tokens, double Seconds, double Loss);

/// <summary>
/// How the validation loss of a training fell. Between two measurements it is taken to lie on a straight line over the logarithm of tokens
/// or of seconds, which is nearer to how losses fall than one over the numbers themselves.
/// </summary>
/// <param name="points">At least one, in the order of training.</param>
internal sealed class LossCurve(IReadOnlyList<LossPoint> points)
{
    /// <summary>Every evaluation of the validation split, with the tokens and the time of the updates before it.</summary>
    /// <param name="events">What happened in the training, in its order.</param>
    /// <param name="weights">Whose loss is wanted.</param>
    internal static IReadOnlyList<LossPoint> PointsOf(IEnumerable<TrainingEvent> events, WeightsChoice weights)
    {
        var points = new List<LossPoint>();
        var (tokens, seconds) = (0L, 0.0);
        foreach (var happened in events)
        {
            // A step that was skipped has used up its share of the budget too.
            if (happened is StepEvent step)
                (tokens, seconds) = (tokens + step.Tokens, step.Seconds);
            else if (happened is RecoveryEvent { Tokens: > 0 } skipped)
                (tokens, seconds) = (tokens + skipped.Tokens, skipped.Seconds);
            else if (happened is EvaluationEvent { Split: Split.Validation } evaluation)
                points.Add(new LossPoint(evaluation.Step, tokens, seconds, evaluation.Of(weights).Loss));
        }
        return points;
    }

    /// <summary>The last measurement: what the budget bought.</summary>
    public LossPoint Last => points[^1];

    /// <summary>The measurement with the lowest loss, the first of several.</summary>
    public LossPoint Best => points.MinBy(point => point.Loss)!;

    /// <summary>The loss after so many targets; null before the first measurement and after the last.</summary>
    public double? LossAtTokens(double tokens) => LossAt(point => point.Tokens, tokens);

    /// <summary>The loss after so many seconds; null before the first measurement and after the last.</summary>
    public double? LossAtSeconds(double seconds) => LossAt(point => point.Seconds, seconds);

    /// <summary>
    /// When the loss was first at most so high: null where it never was; the first measurement's time where it was then already.
    /// </summary>
    public double? SecondsToReach(double loss)
    {
        var index = points.TakeWhile(point => point.Loss > loss).Count();
        if (index == points.Count)
            return null;
        if (index == 0)
            return points[0].Seconds;
        var (before, after) = (points[index - 1], points[index]);
        var share = (before.Loss - loss) / (before.Loss - after.Loss);
        return Math.Exp(double.Lerp(Math.Log(before.Seconds), Math.Log(after.Seconds), share));
    }

    private double? LossAt(Func<LossPoint, double> place, double wanted)
    {
        var index = points.TakeWhile(point => place(point) < wanted).Count();
        if (index == points.Count)
            return null;
        if (place(points[index]) == wanted)
            return points[index].Loss;
        if (index == 0)
            return null;
        var (before, after) = (points[index - 1], points[index]);
        var (from, to) = (Math.Log(place(before)), Math.Log(place(after)));
        return double.Lerp(before.Loss, after.Loss, (Math.Log(wanted) - from) / (to - from));
    }
}
