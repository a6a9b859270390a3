using Tensorboard;
using Weft.Evaluation;
using Weft.Sampling.Dynamic;

namespace Weft.Training.Logging;

/// <summary>The figures of a training in a TensorBoard event file.</summary>
internal sealed class TensorBoardLog : ITrainingListener, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly EventFile _file;

    // One event for all numbers of a step, used again and again: steps follow one another quickly.
    private readonly Event _step = EventOf("train/loss", "train/nll", "train/rate", "train/gradientNorm", "train/tokensPerSecond");
    private readonly Event _plan = EventOf("sampling/stage", "sampling/keep", "sampling/normalShare", "sampling/gap");

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="clock">Tells when things happen.</param>
    /// <param name="resumedAfter">
    /// The step after which an earlier training goes on: TensorBoard then forgets what earlier files say of later steps, which a session
    /// that was cut off had made. Without this both curves would be drawn.
    /// </param>
    public TensorBoardLog(string folder, TimeProvider clock, long? resumedAfter = null)
    {
        _clock = clock;
        _file = new EventFile(folder, clock);
        if (resumedAfter is { } step)
            _file.Write(new Event { Step = step + 1, WallTime = Now(), SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
    }

    /// <inheritdoc/>
    public void OnStep(StepReport report) => Write(
        _step, report.Step, report.Loss, report.NegativeLogLikelihood, report.Rate, report.GradientNorm, report.TokensPerSecond);

    /// <inheritdoc/>
    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest)
    {
        Write("validation", step, result.Raw);
        if (result.Averaged is { } averaged)
            Write("average", step, averaged);
    }

    /// <inheritdoc/>
    public void OnPlan(long step, string phase, PlanReport report) =>
        Write(_plan, step, (double)report.Plan.Stage, report.Plan.Keep, report.Plan.NormalShare, report.Figures.Gap ?? double.NaN);

    /// <inheritdoc/>
    public void OnPhase(PhaseReport report)
    {
    }

    /// <inheritdoc/>
    public void OnRecovery(RecoveryReport report)
    {
    }

    /// <inheritdoc/>
    public void OnCheckpoint(long step, string folder)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string split, long step, EvaluationResult result)
    {
        var figures = result.Figures.Where(figure => figure.Value is not null).ToList();
        Write(
            EventOf([$"{split}/loss", .. figures.Select(figure => $"{split}/{figure.Key}")]), step,
            [result.Loss, .. figures.Select(figure => figure.Value!.Value)]);
    }

    private void Write(Event entry, long step, params ReadOnlySpan<double> values)
    {
        entry.Step = step;
        entry.WallTime = Now();
        for (var i = 0; i < values.Length; i++)
            entry.Summary.Value[i].SimpleValue = (float)values[i];
        _file.Write(entry);
    }

    private double Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1e3;

    private static Event EventOf(params string[] tags) =>
        new() { Summary = new Summary { Value = { tags.Select(tag => new Summary.Types.Value { Tag = tag }) } } };
}
