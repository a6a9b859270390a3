using Weft.Foundation;
using Weft.Runs;
using Weft.Training;
using Weft.Training.Steps;

namespace Weft.Experiments.Tuning;

/// <summary>
/// The learning-rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3): a fresh model makes a
/// few hundred updates while the rate rises by the same factor from each to the next, until the loss diverges.
/// </summary>
internal static class RateRangeTest
{
    private const string Nothing = "none: the loss fell nowhere. Try other rates (--from, --to) or more steps (--steps).";

    /// <summary>Makes the test and writes its files into the training's folder.</summary>
    /// <param name="training">A new training; it is used up by this. What its last phase trains is trained.</param>
    /// <param name="folder">The training's folder.</param>
    /// <param name="options">Validated.</param>
    /// <param name="progress">Hears of the steps, or null.</param>
    /// <param name="stop">Ends the test; what was found so far is written.</param>
    /// <exception cref="InvalidDataException">Not one step could be made.</exception>
    public static RateRangeResult Run(
        TrainingRun training, string folder, RateRangeOptions options, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        var curve = new RateCurve();
        var makeStep = training.BeginTrial();
        for (var step = 0; step < options.Steps && !curve.HasDiverged && !stop.IsCancellationRequested; step++)
        {
            var rate = options.Rate(step);
            curve.Add(rate, LossOf(makeStep, rate));
            progress?.Report(new WorkProgress("trying learning rates", step + 1, options.Steps, "steps"));
        }
        if (curve.Points.Count == 0)
        {
            stop.ThrowIfCancellationRequested();
            throw new InvalidDataException($"The first loss is not a number, at the rate {options.From}. Look at the model's settings: weft doctor looks at the machine.");
        }
        var files = new RateRangeFiles(Path.GetFullPath(folder));
        var suggested = curve.SteepestRate();
        files.Write(curve, suggested);
        return new RateRangeResult
        {
            Folder = Path.GetFullPath(folder),
            SuggestedRate = suggested,
            Method = suggested is null ? Nothing
                : "the rate at which the loss fell fastest for each tenfold rise of the rate, before the smoothed loss was lowest: "
                + $"straight lines through {2 * curve.Neighbours + 1} neighbouring steps",
            LowestLossRate = curve.Lowest?.Rate,
            LowestLoss = curve.Lowest?.Smoothed,
            End = curve.HasDiverged ? RateRangeEnd.Diverged : curve.Points.Count < options.Steps ? RateRangeEnd.Interrupted : RateRangeEnd.AllTried,
            Steps = curve.Points.Count,
            LastRate = curve.Points[^1].Rate,
            Csv = files.Csv,
            Png = files.Png,
            Svg = files.Svg,
        };
    }

    /// <summary>The loss of a step, not a number where it could not be made.</summary>
    private static double LossOf(Func<double, StepResult> makeStep, double rate)
    {
        try
        {
            return makeStep(rate).Loss;
        }
        catch (DivergenceException)
        {
            return double.NaN;
        }
    }
}
