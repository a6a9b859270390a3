using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Weft.Foundation;
using Weft.Runs.Events;
using Weft.Sampling.Dynamic;

namespace Weft.Runs.Logging;

/// <summary>An event as a line of <c>metrics.jsonl</c>: the only place that knows its keys.</summary>
internal static class EventJson
{
    /// <summary>The version of the format, in every line of kind <c>begin</c>. Version 1 had no such lines, and none of kind <c>end</c>.</summary>
    public const int Version = 2;

    private const string Kind = "kind";

    // Older versions lack keys, and newer ones may have more.
    private static readonly JsonSerializerOptions Tolerant = new(WeftJson.OneLine)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = false,
    };

    /// <summary>The word for an event's kind.</summary>
    public static string KindOf(TrainingEvent happened) => happened switch
    {
        BeginEvent => "begin",
        StepEvent => "step",
        EvaluationEvent => "evaluation",
        PlanEvent => "plan",
        PhaseEvent => "phase",
        RecoveryEvent => "recovery",
        CheckpointEvent => "checkpoint",
        EndEvent => "end",
        _ => throw new ArgumentException($"{happened.GetType().Name} is no event of a log.", nameof(happened)),
    };

    /// <summary>The object of a line.</summary>
    public static JsonObject Write(TrainingEvent happened)
    {
        var line = happened switch
        {
            EvaluationEvent evaluation => EvaluationJson.Write(evaluation),
            PlanEvent plan => OfPlan(plan),
            _ => ObjectOf(happened),
        };
        line.Insert(0, Kind, KindOf(happened));
        if (happened is BeginEvent)
            line["version"] = Version;
        return line;
    }

    /// <summary>The event of a line.</summary>
    /// <exception cref="JsonException">It is no such line, or one of a later version; the message says why.</exception>
    public static TrainingEvent Read(ReadOnlyMemory<byte> line)
    {
        // Names of keys are only looked at when they are asked for, and then fail with an error of another kind.
        if (!Utf8.IsValid(line.Span))
            throw new JsonException("it is not valid UTF-8");
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Kind, out var kind) || !root.TryGetProperty("step", out _))
            throw new JsonException("it has no kind and step");
        return (kind.ValueKind == JsonValueKind.String ? kind.GetString() : null) switch
        {
            "begin" => (TrainingEvent?)ReadBegin(root),
            "step" => To<StepEvent>(root),
            "evaluation" => EvaluationJson.Read(root),
            "plan" => ReadPlan(root),
            "phase" => To<PhaseEvent>(root),
            "recovery" => To<RecoveryEvent>(root),
            "checkpoint" => To<CheckpointEvent>(root),
            "end" => To<EndEvent>(root),
            _ => null,
        } ?? To<OtherEvent>(root);
    }

    /// <summary>The values of an object, as far as they are wanted.</summary>
    internal static T To<T>(JsonElement element)
        where T : class => element.Deserialize<T>(Tolerant)!;

    private static JsonObject ObjectOf(object part) => JsonSerializer.SerializeToNode(part, part.GetType(), WeftJson.OneLine)!.AsObject();

    private static JsonObject OfPlan(PlanEvent plan)
    {
        var line = new JsonObject { ["step"] = plan.Step, ["phase"] = plan.Phase };
        // Where no gap was measured the plan keeps the one before.
        foreach (var (name, value) in ObjectOf(plan.Report.Plan).Concat(ObjectOf(plan.Report.Figures)).DistinctBy(part => part.Key))
            line[name] = value?.DeepClone();
        line["reason"] = plan.Report.Reason;
        return line;
    }

    private static BeginEvent ReadBegin(JsonElement root)
    {
        var begin = To<Place>(root);
        return begin.Version <= Version
            ? new BeginEvent(begin.Step, begin.Phase, begin.Resumed)
            : throw new JsonException($"it is of version {begin.Version}, which a later Weft wrote; this one reads up to version {Version}");
    }

    private static PlanEvent ReadPlan(JsonElement root)
    {
        var plan = To<Place>(root);
        return new PlanEvent(plan.Step, plan.Phase, new PlanReport(To<SamplingPlan>(root), To<PlanFigures>(root), plan.Reason ?? ""));
    }

    private sealed record Place(long Step, string Phase, string? Reason, bool Resumed, int Version);
}
