using System.Text.Json.Nodes;

namespace Weft.Runs.Settings;

/// <summary>One setting of a training, and all that there is to know about it.</summary>
internal sealed record Setting
{
    /// <summary>As <c>--set</c> and the JSON file name it, for example <c>schedule.peakRate</c>. What each entry of a list has is written with
    /// brackets: <c>training.phases[].share</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What it holds, in words: <c>whole number</c>, <c>number</c>, <c>true or false</c>, <c>text</c>, <c>one of</c>, or a list.</summary>
    public required string Type { get; init; }

    /// <summary>What it is where nothing sets it, as JSON writes it; null where it then is not set at all.</summary>
    public required JsonNode? Default { get; init; }

    /// <summary>What the presets that change it set it to, by their names.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Presets { get; init; }

    /// <summary>The words that it can be, with what each means; empty where it is no choice.</summary>
    public required IReadOnlyDictionary<string, string> Choices { get; init; }

    /// <summary>What its value must keep, each to follow "must", for example <c>be above 0</c>.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>What it is for, in a few plain sentences.</summary>
    public required string Description { get; init; }

    /// <summary>The group that it belongs to: what stands before the first dot, or empty.</summary>
    public string Section => Key.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? Key[..dot] : "";

    /// <summary>The description's first sentence.</summary>
    public string Summary => Sentences.First(Description);

    /// <summary>The default as it is written in <c>--set</c>; empty where there is none.</summary>
    public string DefaultText => TextOf(Default);

    /// <summary>A value as it is written in <c>--set</c>: a text without quotes.</summary>
    public static string TextOf(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var plain)
        ? plain
        : value?.ToJsonString(Foundation.WeftJson.OneLine) ?? "";
}
