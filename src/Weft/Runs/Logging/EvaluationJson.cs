using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Evaluation;
using Weft.Runs.Events;
using Weft.Text;

namespace Weft.Runs.Logging;

/// <summary>An evaluation as a line of <c>metrics.jsonl</c>: the figures of the task stand beside the keys that every evaluation has.</summary>
internal static class EvaluationJson
{
    private const string Loss = "loss";
    private const string Averaged = "averaged";

    /// <summary>The object of a line, without its kind.</summary>
    public static JsonObject Write(EvaluationEvent evaluation)
    {
        var line = new JsonObject
        {
            ["step"] = evaluation.Step,
            ["phase"] = evaluation.Phase,
            ["split"] = SplitNames.Of(evaluation.Split),
            ["best"] = evaluation.Best,
        };
        Add(line, evaluation.Raw);
        if (evaluation.Averaged is { } averaged)
        {
            var inner = new JsonObject();
            Add(inner, averaged);
            line[Averaged] = inner;
        }
        return line;
    }

    /// <summary>The evaluation of a line; null where it is of a split that this version does not know.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    public static EvaluationEvent? Read(JsonElement line)
    {
        var place = EventJson.To<Place>(line);
        if (!Enum.TryParse<Split>(place.Split, ignoreCase: true, out var split))
            return null;
        var averaged = line.TryGetProperty(Averaged, out var inner) && inner.ValueKind == JsonValueKind.Object ? ResultOf(inner) : null;
        return new EvaluationEvent(place.Step, place.Phase, split, place.Best, ResultOf(line), averaged);
    }

    private static void Add(JsonObject line, EvaluationResult result)
    {
        line[Loss] = result.Loss;
        foreach (var figure in result.Figures)
            line[figure.Name] = figure.Value is { } value && double.IsFinite(value) ? value : null;
        line["tokens"] = result.Targets;
        line["signature"] = result.Signature;
    }

    private static EvaluationResult ResultOf(JsonElement line)
    {
        if (!line.TryGetProperty(Loss, out var loss) || loss.ValueKind != JsonValueKind.Number)
            throw new JsonException("it has no loss");
        var others = line.EnumerateObject()
            .Where(part => part.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null && !EvaluationResult.Reserved.Contains(part.Name))
            .DistinctBy(part => part.Name)
            .Select(part => new NamedFigure(part.Name, part.Value.ValueKind == JsonValueKind.Null ? null : part.Value.GetDouble()));
        var counts = EventJson.To<Counts>(line);
        return new EvaluationResult(loss.GetDouble(), counts.Tokens, counts.Signature ?? "", [.. others]);
    }

    private sealed record Place(long Step, string Phase, string? Split, bool Best);

    private sealed record Counts(long Tokens, string? Signature);
}
