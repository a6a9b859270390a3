using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Sampling.Dynamic;

namespace Weft.Training.Logging;

/// <summary><c>metrics.jsonl</c>: a JSON object a line for every step, evaluation, checkpoint and recovery.</summary>
internal sealed class MetricsLog : ITrainingListener, IDisposable
{
    private readonly string _path;
    private readonly LogFile _file;
    private readonly bool _altered;
    private string _phase;
    private long _saved;

    /// <summary>Opens the log for what follows a state; later lines, of a session that was cut off, are dropped.</summary>
    /// <param name="path">The log.</param>
    /// <param name="state">The state that training goes on from.</param>
    /// <param name="mark">What the log held when that state was saved; null where that is not known.</param>
    /// <param name="checkpoint">The folder of the checkpoint that holds the state; null where there is none.</param>
    /// <param name="tell">Hears of a log that somebody has changed.</param>
    public MetricsLog(string path, TrainingState state, LogMark? mark = null, string? checkpoint = null, Action<string>? tell = null)
    {
        (_path, _saved) = (path, state.Step);
        _altered = mark is not null && !mark.Holds(path);
        if (_altered)
            tell?.Invoke($"{path} is not what the training wrote up to step {state.Step}: it was changed since. Training goes on; its earlier figures cannot be trusted.");
        var last = RegularFile.Exists(path) ? MetricsTail.CutAfter(path, state) : MetricsTail.Nothing;
        _phase = last.Phase;
        _file = new LogFile(path);
        // The process was killed between saving and saying so.
        if (checkpoint is not null && !last.HasCheckpoint)
            OnCheckpoint(state.Step, checkpoint);
    }

    /// <summary>What the log holds now.</summary>
    public LogMark Mark => _file.Mark with { Altered = _altered };

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        _phase = report.Phase;
        Write("step", JsonSerializer.SerializeToNode(report, WeftJson.OneLine)!.AsObject());
    }

    /// <inheritdoc/>
    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest)
    {
        var line = new JsonObject { ["step"] = step, ["phase"] = phase, ["split"] = "validation", ["best"] = isBest };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(result.Raw, WeftJson.OneLine)!.AsObject())
            line[name] = value?.DeepClone();
        if (result.Averaged is { } averaged)
            line["averaged"] = JsonSerializer.SerializeToNode(averaged, WeftJson.OneLine);
        Write("evaluation", line);
    }

    /// <inheritdoc/>
    public void OnPlan(long step, string phase, PlanReport report)
    {
        var line = new JsonObject { ["step"] = step, ["phase"] = phase };
        foreach (var part in new object[] { report.Plan, report.Figures })
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(part, WeftJson.OneLine)!.AsObject())
                line[name] = value?.DeepClone();
        }
        line["reason"] = report.Reason;
        Write("plan", line);
    }

    /// <inheritdoc/>
    public void OnPhase(PhaseReport report) => Write("phase", JsonSerializer.SerializeToNode(report, WeftJson.OneLine)!.AsObject());

    /// <inheritdoc/>
    public void OnRecovery(RecoveryReport report) => Write("recovery", JsonSerializer.SerializeToNode(report, WeftJson.OneLine)!.AsObject());

    /// <inheritdoc/>
    public void OnCheckpoint(long step, string folder)
    {
        _saved = step;
        Write("checkpoint", new JsonObject { ["step"] = step, ["phase"] = _phase, ["folder"] = Path.GetFileName(folder) });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string kind, JsonObject line)
    {
        RequirePlace();
        line.Insert(0, "kind", kind);
        _file.Write(line.ToJsonString(WeftJson.OneLine));
    }

    /// <summary>A folder that is moved or removed takes the file with it: what is written from then on would be lost without a word.</summary>
    private void RequirePlace()
    {
        if (_file.IsInPlace)
            return;
        var run = Path.GetDirectoryName(_path)!;
        throw new IOException(
            $"{_path} was moved, removed or changed while the training was under way, perhaps with its folder. "
            + (_saved > 0 ? $"All after step {_saved}, the last that was saved, is lost." : "Nothing was saved yet: all is lost.") + Environment.NewLine
            + $"Wherever the folder is now, go on with: weft train --resume {ShellQuote.Of(run)}");
    }
}
