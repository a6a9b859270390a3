using System.CommandLine;
using Weft.Runs.Options;

namespace Weft.Cli.Arguments;

/// <summary>When to stop: <c>--max-steps</c>, <c>--max-tokens</c>, <c>--max-epochs</c>, <c>--max-minutes</c>.</summary>
internal sealed class BudgetArguments
{
    private readonly List<(string Key, Option<string?> Option)> _options =
    [
        ("steps", Limit("--max-steps", "End after so many optimizer updates.")),
        ("tokens", Limit("--max-tokens", "End after so many target tokens.")),
        ("epochs", Limit("--max-epochs", "End after so many passes over the training text.")),
        ("minutes", Limit("--max-minutes", "End after so many minutes; or --max-steps, --max-tokens, --max-epochs.")),
    ];

    public void AddTo(Command command) => _options.ForEach(option => command.Add(option.Option));

    /// <summary>Lays what was given over the options; it replaces the preset's budget.</summary>
    public void AddTo(OptionTree tree, ParseResult parsed)
    {
        foreach (var (key, option) in _options)
        {
            if (parsed.ValueOf(option) is { } value)
                tree.Set("budget." + key, value);
        }
    }

    /// <summary>The budget that was given, checked, or null where none was.</summary>
    public BudgetOptions? Read(ParseResult parsed)
    {
        if (_options.TrueForAll(option => parsed.GetValue(option.Option) is null))
            return null;
        var tree = new OptionTree();
        AddTo(tree, parsed);
        return tree.Build().Budget;
    }

    private static Option<string?> Limit(string name, string description) => new(name) { Description = description, HelpName = "N" };
}
