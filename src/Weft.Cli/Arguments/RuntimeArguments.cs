using System.CommandLine;
using Weft.Runs.Options;

namespace Weft.Cli.Arguments;

/// <summary>What to compute on: <c>--device</c>, <c>--precision</c>, <c>--threads</c>; each stands for a key of <c>--set</c>.</summary>
internal sealed class RuntimeArguments
{
    private readonly List<(string Key, Option<string?> Option)> _options =
    [
        ("runtime.device", Choice("--device", "DEVICE", "auto, cpu, cuda or cuda:N.")),
        ("runtime.precision", Choice("--precision", "FORMAT", "Of matrix products: float32, bfloat16, or auto, the faster one here.")),
        ("runtime.threads", Choice("--threads", "N", "Threads of LibTorch, at most one a core; 0 is the fastest number here.")),
    ];

    /// <summary>Takes away the options whose keys a verb does not use.</summary>
    public void Keep(Func<string, bool> isUsed) => _options.RemoveAll(option => !isUsed(option.Key));

    public void AddTo(Command command) => _options.ForEach(option => command.Add(option.Option));

    /// <summary>Lays what was given over the options.</summary>
    public void AddTo(OptionTree tree, ParseResult parsed)
    {
        foreach (var (key, option) in _options)
        {
            if (parsed.ValueOf(option) is { } value)
                tree.Set(key, value);
        }
    }

    /// <summary>The names of the options that were given.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        _options.Where(option => parsed.GetValue(option.Option) is not null).Select(option => option.Option.Name);

    /// <summary>Checks what was given, for laying it over the options of a run.</summary>
    public Func<RuntimeOptions, RuntimeOptions> Read(ParseResult parsed)
    {
        var tree = new OptionTree();
        AddTo(tree, parsed);
        var wanted = tree.Build().Runtime;
        var given = Given(parsed).ToList();
        return recorded => recorded with
        {
            Device = given.Contains("--device") ? wanted.Device : recorded.Device,
            Precision = given.Contains("--precision") ? wanted.Precision : recorded.Precision,
            Threads = given.Contains("--threads") ? wanted.Threads : recorded.Threads,
        };
    }

    private static Option<string?> Choice(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
