using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Sampling.Dynamic;

namespace Weft.Training.Logging;

/// <summary><c>metrics.jsonl</c>: a JSON object a line for every step, evaluation and checkpoint.</summary>
internal sealed class MetricsLog : ITrainingListener, IDisposable
{
    private readonly StreamWriter _writer;
    private string _phase = "";

    /// <summary>Opens the log for what follows a state; later lines, of a session that was cut off, are dropped.</summary>
    public MetricsLog(string path, TrainingState state)
    {
        if (File.Exists(path))
            MetricsTail.CutAfter(path, state);
        _writer = new StreamWriter(path, append: true, StrictUtf8.Encoding) { AutoFlush = true };
    }

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
    public void OnCheckpoint(long step, string folder) =>
        Write("checkpoint", new JsonObject { ["step"] = step, ["phase"] = _phase, ["folder"] = Path.GetFileName(folder) });

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(string kind, JsonObject line)
    {
        line.Insert(0, "kind", kind);
        _writer.WriteLine(line.ToJsonString(WeftJson.OneLine));
    }
}
