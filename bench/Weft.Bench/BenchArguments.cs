using System.CommandLine;
using System.Text.Json;
using Weft.Bench.Trainings;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Bench;

/// <summary>The arguments that several verbs share: which model, which text, and where the result goes.</summary>
internal sealed class BenchArguments
{
    private readonly Option<string> _preset = new("--preset")
    {
        Description = $"The model: {string.Join(", ", PresetLayers.Names)}.",
        DefaultValueFactory = _ => "reference",
    };
    private readonly Option<string[]> _set = SetOption();
    private readonly Option<string?> _data = new("--data")
    {
        Description = "A real text, prepared by Weft: a file, folder or corpus. Without it words are drawn by Zipf's law.",
        HelpName = "FOLDER",
    };
    private readonly Option<int?> _vocabulary = new("--vocabulary") { Description = "How many words are drawn from; 33278 as in WikiText-2 where the preset names none." };
    private readonly Option<bool> _json = JsonOption();

    /// <summary>For verbs that take settings but choose the model themselves.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Any setting of weft train, for example model.layers=4 (several may follow).",
        HelpName = "key=value",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The option that all verbs have.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print one line of JSON; the tables go to standard error." };

    public void AddTo(Command command)
    {
        command.Add(_preset);
        command.Add(_set);
        command.Add(_data);
        command.Add(_vocabulary);
        command.Add(_json);
    }

    /// <summary>What the user set with <c>--set</c>.</summary>
    public IReadOnlyCollection<string> ReadSettings(ParseResult parsed) => parsed.GetValue(_set) ?? [];

    /// <summary>Whether the user named a preset.</summary>
    public bool NamesPreset(ParseResult parsed) => parsed.GetResult(_preset) is { Implicit: false };

    /// <summary>The text that the user named, or null.</summary>
    public string? Source(ParseResult parsed) => parsed.GetValue(_data);

    /// <summary>How many words are drawn from, where the user said so.</summary>
    public int? Vocabulary(ParseResult parsed) => parsed.GetValue(_vocabulary);

    /// <summary>The options, with settings of the verb's own below those of the user.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with them; says all of it.</exception>
    public RunOptions ReadOptions(ParseResult parsed, params IEnumerable<string> settings) =>
        Build(settings.Prepend($"preset={parsed.GetValue(_preset)}").Concat(ReadSettings(parsed)));

    /// <summary>Options from settings; later ones win.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with them; says all of it.</exception>
    public static RunOptions Build(IEnumerable<string> settings)
    {
        var tree = new OptionTree();
        foreach (var assignment in settings)
            tree.SetAssignment(assignment);
        return tree.Build();
    }

    /// <summary>The text, of at least so many tokens where it is drawn.</summary>
    public BenchmarkText ReadText(ParseResult parsed, RunOptions options, int tokens)
    {
        var vocabulary = parsed.GetValue(_vocabulary);
        if (vocabulary is < 2)
            throw new ConfigurationException($"--vocabulary is {vocabulary}; it must be above 1.");
        if (vocabulary is not null && parsed.GetValue(_data) is { } data)
            throw new ConfigurationException($"--vocabulary does not go with --data: {data} has its own. Limit it with --set data.vocabularySize={vocabulary}.");
        return BenchmarkText.Create(options, parsed.GetValue(_data), vocabulary, tokens);
    }

    /// <summary>Where people read.</summary>
    public TextWriter Text(ParseResult parsed) => Text(parsed, _json);

    /// <summary>The same, for a verb with options of its own.</summary>
    public static TextWriter Text(ParseResult parsed, Option<bool> json) => parsed.GetValue(json) ? Console.Error : Console.Out;

    /// <summary>Writes the one line that <c>--json</c> asks for.</summary>
    public void Result<T>(ParseResult parsed, T result) => Result(parsed, _json, result);

    /// <summary>The same, for a verb with options of its own.</summary>
    public static void Result<T>(ParseResult parsed, Option<bool> json, T result)
    {
        if (parsed.GetValue(json))
            Console.WriteLine(JsonSerializer.Serialize(result, WeftJson.OneLine));
    }

    /// <summary>A number that must be above 0.</summary>
    public static int Positive(ParseResult parsed, Option<int> option) => parsed.GetValue(option) is > 0 and var value
        ? value
        : throw new ConfigurationException($"{option.Name} is {parsed.GetValue(option)}; it must be above 0.");
}
