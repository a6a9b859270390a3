using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;

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
            AtomicFile.WriteText(path, string.Concat(LinesUpTo(path, state).Select(line => line + "\n")));
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

    private static IEnumerable<string> LinesUpTo(string path, TrainingState state)
    {
        foreach (var line in File.ReadAllLines(path))
        {
            // The end of a phase that has not ended in this state comes again.
            if (Read(line) is { } read && (read.Step < state.Step || (read.Step == state.Step && (read.Kind != "phase" || state.Phase is null))))
                yield return line;
        }
    }

    /// <summary>Step and kind of a line, or null for a line that was cut off.</summary>
    private static (long Step, string? Kind)? Read(string line)
    {
        try
        {
            var content = JsonNode.Parse(line);
            return content?["step"]?.GetValue<long>() is { } step ? (step, content["kind"]?.GetValue<string>()) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
