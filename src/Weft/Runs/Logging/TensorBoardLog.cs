using Tensorboard;
using Weft.Evaluation;
using Weft.Runs.Events;
using Weft.Text;

namespace Weft.Runs.Logging;

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
    public TensorBoardLog(string folder, TimeProvider clock)
    {
        _clock = clock;
        _file = new EventFile(folder, clock);
    }

    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        switch (happened)
        {
            case BeginEvent { Resumed: true } begin:
                // TensorBoard then forgets what earlier files say of later steps, which a session that was cut off had made. Without this both curves would be drawn.
                _file.Write(new Event { Step = begin.Step + 1, WallTime = Now(), SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
                break;
            case StepEvent step:
                Write(_step, step.Step, step.Loss, step.NegativeLogLikelihood, step.Rate, step.GradientNorm, step.TokensPerSecond);
                break;
            case EvaluationEvent evaluation:
                Write(SplitNames.Of(evaluation.Split), evaluation.Step, evaluation.Raw);
                if (evaluation.Averaged is { } averaged)
                    Write("average", evaluation.Step, averaged);
                break;
            case PlanEvent { Report: var (plan, figures, _) }:
                Write(_plan, happened.Step, (double)plan.Stage, plan.Keep, plan.NormalShare, figures.Gap ?? double.NaN);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string group, long step, EvaluationResult result)
    {
        var known = result.Figures.Where(figure => figure.Value is not null).Prepend(new NamedFigure("loss", result.Loss)).ToList();
        Write(EventOf([.. known.Select(figure => $"{group}/{figure.Name}")]), step, [.. known.Select(figure => figure.Value!.Value)]);
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
