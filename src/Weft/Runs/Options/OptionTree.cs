using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options.Layers;

namespace Weft.Runs.Options;

/// <summary>Builds <see cref="RunOptions"/> from layers: defaults, preset, what the task starts from, the user's file, then single keys. Later layers win.</summary>
internal sealed class OptionTree
{
    private static readonly JsonObject Defaults = JsonSerializer.SerializeToNode(new RunOptions(), WeftJson.Indented)!.AsObject();

    private readonly JsonObject _given = [];
    private readonly Problems _problems = new();

    /// <summary>Lays a JSON file over what was given so far.</summary>
    /// <exception cref="InvalidDataException">There is no such file or it is not JSON; names the line.</exception>
    public void AddFile(string path) => Overlay(_given, WeftJson.ReadFile<JsonObject>(path, "configuration"), "");

    /// <summary>Lays one key over what was given so far.</summary>
    /// <param name="key">Names joined by dots: <c>schedule.peakRate</c>.</param>
    /// <param name="value">Text where the key takes text (<c>2024</c> names a folder), else JSON.</param>
    public void Set(string key, string value)
    {
        var node = ValueOf(key, value);
        foreach (var name in key.Split('.').Reverse())
            node = new JsonObject { [name] = node };
        Overlay(_given, node!.AsObject(), "");
    }

    /// <summary>What a value says that is written as text: JSON, or the text itself.</summary>
    /// <param name="key">The key that it is for.</param>
    /// <param name="value">As <c>--set</c> gives it.</param>
    public static JsonNode? ValueOf(string key, string value) => OptionKeys.IsText(key) ? JsonValue.Create(value) : ParseValue(value);

    /// <summary>Whether what was given so far says when training ends; where it does not, the preset does.</summary>
    public bool GivesBudget => _given["budget"] is JsonObject { Count: > 0 };

    /// <summary>What was given so far with more laid over it; this tree, which can be built, stays as it is.</summary>
    /// <param name="layer">Settings; a budget replaces the whole budget, whatever it counts.</param>
    public OptionTree With(JsonObject layer)
    {
        var tree = new OptionTree();
        tree.Overlay(tree._given, _given, "");
        if (layer["budget"] is JsonObject)
            tree._given.Remove("budget");
        tree.Overlay(tree._given, layer, "");
        return tree;
    }

    /// <summary>Takes a <c>key=value</c> as <c>--set</c> gives it.</summary>
    public void SetAssignment(string assignment)
    {
        var parts = assignment.Split('=', 2);
        if (parts.Length == 2 && parts[0].Length > 0)
            Set(parts[0].Trim(), parts[1]);
        else
            _problems.Add($"--set {assignment} has no value; write it as --set schedule.peakRate=0.001.");
    }

    /// <summary>Notes a problem with what was given, to be told with all others.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    /// <summary>Resolves the layers and checks the result.</summary>
    /// <exception cref="ConfigurationException">With everything that is wrong, one problem a line: keys that there are not, values of a wrong
    /// type, and values out of range together.</exception>
    public RunOptions Build()
    {
        var problems = new Problems();
        foreach (var problem in _problems.Found)
            problems.Add(problem);
        var tree = Defaults.DeepClone().AsObject();
        var preset = PresetName(problems);
        var layer = PresetLayers.Get(preset);
        // A budget of the user's replaces the preset's, whatever it counts.
        if (_given["budget"] is JsonObject)
            layer.Remove("budget");
        Overlay(tree, layer, "");
        var task = TaskLayers.NameIn(_given) ?? TaskLayers.NameIn(layer);
        Overlay(tree, TaskLayers.StartOf(task, _given), "");
        var source = StartOf(problems);
        if (source is not null)
            Overlay(tree, StartLayer.Of(source, task), "");
        Overlay(tree, _given, "");
        tree["preset"] = preset;
        PhaseTree.Complete(tree, problems);
        var types = new OptionTypes(problems);
        types.Check(tree, typeof(RunOptions));
        var options = tree.Deserialize<RunOptions>(WeftJson.Indented)!;
        AddRanges(options, types.Wrong, problems);
        if (source is not null)
            StartLayer.Require(source, options, problems);
        problems.ThrowIfAny();
        return options;
    }

    /// <summary>Notes values out of range; not those that are only so because another value, wrong by itself, was replaced by its default.</summary>
    private static void AddRanges(RunOptions options, IReadOnlyList<string> wrong, Problems problems)
    {
        var ranges = new Problems();
        options.Validate(ranges);
        foreach (var problem in ranges.Found.Where(problem => !wrong.Any(key => IsAbout(problem, key))))
            problems.Add(problem);

        static bool IsAbout(string problem, string key) =>
            Mentions(problem, key) || problem.StartsWith($"There is no {key.Split('.')[0]};", StringComparison.Ordinal);
    }

    /// <summary>Whether a sentence names a key, and not only one that begins or ends with it.</summary>
    private static bool Mentions(string sentence, string key)
    {
        for (var at = sentence.IndexOf(key, StringComparison.Ordinal); at >= 0; at = sentence.IndexOf(key, at + 1, StringComparison.Ordinal))
        {
            var rest = sentence.AsSpan(at + key.Length);
            var goesOn = rest is [var next, ..] && (char.IsAsciiLetterOrDigit(next) || rest is ['.', >= 'a' and <= 'z', ..]);
            if (!goesOn && (at == 0 || !(char.IsAsciiLetterOrDigit(sentence[at - 1]) || sentence[at - 1] == '.')))
                return true;
        }
        return false;
    }

    // The options of the run whose weights a training is to start from.
    private RunOptions? StartOf(Problems problems) =>
        _given["training"]?["from"] is JsonValue value && value.TryGetValue<string>(out var run) && run.Length > 0 ? StartLayer.Read(run, problems) : null;

    private string PresetName(Problems problems)
    {
        var name = _given["preset"] switch
        {
            null => TaskLayers.PresetOf(_given),
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => other.ToJsonString(),
        };
        if (PresetLayers.Names.Contains(name))
            return name;
        problems.Require(false, "preset", name, $"be one of {string.Join(", ", PresetLayers.Names)}");
        return PresetLayers.Default;
    }

    private void Overlay(JsonObject target, JsonObject layer, string prefix)
    {
        foreach (var (name, value) in layer.ToList())
        {
            var key = prefix + name;
            // It names the schema for editors, and is no setting.
            if (key == "$schema")
                continue;
            if (!OptionKeys.Exists(key))
                _problems.Add($"{key} is not a setting; {OptionKeys.Suggest(key)}");
            else if (value is JsonObject inner && target[name] is JsonObject existing)
                Overlay(existing, inner, key + ".");
            else if (value is JsonObject fresh)
                Overlay((target[name] = new JsonObject()).AsObject(), fresh, key + ".");
            else
                target[name] = value?.DeepClone();
        }
    }

    private static JsonNode? ParseValue(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
