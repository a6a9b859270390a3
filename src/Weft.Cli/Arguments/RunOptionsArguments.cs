using System.CommandLine;
using Weft.Runs.Options;

namespace Weft.Cli.Arguments;

/// <summary>The arguments that describe a training: a file of <see cref="RunOptions"/>, and options that stand for its keys.</summary>
internal sealed class RunOptionsArguments
{
    private readonly Argument<string?> _file = new("CONFIG") { Description = "A JSON file of settings; what is given beside it wins.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _set = new("--set") { Description = "Set anything: --set schedule.peakRate=0.001 (repeatable; the last wins).", HelpName = "KEY=VALUE" };
    private readonly List<(string Key, Option<string?> Option)> _shortcuts =
    [
        ("preset", Shortcut("--preset", "NAME", "Starting point: small, classify, answer, …: weft settings preset.")),
        ("task", Shortcut("--task", "NAME", "What is learnt: language-modelling, classification, …: weft settings task.")),
        ("data.source", Shortcut("--data", "SOURCE", "A file, folder, glob, or corpus such as wikitext-2; - is standard input.")),
        ("data.documents", Shortcut("--documents", "UNIT", "Never divided: file, heading, blank-line, line; auto is file if enough.")),
        ("data.tokenizer", Shortcut("--tokenizer", "KIND", "auto, bpe[:SIZE], words, blanks, bytes, …: weft settings data.tokenizer.")),
        ("data.level", Shortcut("--level", "LEVEL", "raw, word (a token is a word between blanks) or sentence (a document each).")),
        ("data.tagSeparator", Shortcut("--tag-separator", "SIGN", "What is between a word and its tag, such as _ or /; for tagging _.")),
        ("data.invalidUtf8", Shortcut("--invalid-utf8", "WAY", "What to do with bytes that are not UTF-8: fail or replace.")),
        ("training.batching", Shortcut("--batching", "WAY", "How text becomes rows: chunks, random, stream (columns), padded (documents).")),
        ("training.padding", Shortcut("--padding", "SIDE", "The side on which --batching padded pads: right or left.")),
        ("sampling.sampler", Shortcut("--sampler", "NAME", "What is trained on next: uniform, static, dynamic or worth (by the model).")),
        ("training.from", Shortcut("--from", "RUN", "Start from this run's best weights; tokenizer and shape are its own.")),
        ("vectors.file", Shortcut("--vectors", "FILE", "Word vectors to start from: .txt, .bin, .gz, or ARCHIVE.zip/ENTRY.")),
        ("vectors.minCoverage", Shortcut("--min-coverage", "SHARE", "Fail where fewer training tokens, from 0 to 1, have such a vector.")),
        ("seed", Shortcut("--seed", "N", "Determines initial weights, order and dropout.")),
    ];

    private readonly RuntimeArguments _runtime = new();
    private readonly BudgetArguments _budget = new();
    private readonly string[]? _used;

    /// <summary>For a verb that uses some of the options alone, and refuses the others.</summary>
    /// <param name="used">Their keys; <c>data.</c> stands for all that begin so.</param>
    public RunOptionsArguments(params string[] used)
        : this()
    {
        _used = used;
        _file.Description = $"A JSON file of options, of which this uses {Used}.";
        _set.Description = $"Set an option of {Used}: --set data.field=body (may be repeated).";
        _shortcuts.RemoveAll(shortcut => !IsUsed(shortcut.Key));
        _runtime.Keep(IsUsed);
    }

    private string Used => string.Join(", ", (_used ?? []).Select(key => key.EndsWith('.') ? key + "*" : key));

    public RunOptionsArguments()
    {
        _shortcuts.First(shortcut => shortcut.Key == "preset").Option.CompletionSources.Add([.. PresetLayers.Names]);
        _set.CompletionSources.Add([.. OptionKeys.Values.Select(key => key + "=")]);
    }

    /// <summary>For a verb that has an option of its own by that name: <c>--set</c> sets the key all the same.</summary>
    public RunOptionsArguments WithoutShortcutOf(string key)
    {
        _shortcuts.RemoveAll(shortcut => shortcut.Key == key);
        return this;
    }

    public void AddTo(Command command)
    {
        command.Add(_file);
        _shortcuts.ForEach(shortcut => command.Add(shortcut.Option));
        _runtime.AddTo(command);
        if (_used is null)
            _budget.AddTo(command);
        command.Add(_set);
    }

    /// <summary>The budget alone, or null where none was given.</summary>
    public BudgetOptions? ReadBudget(ParseResult parsed) => _budget.Read(parsed);

    /// <summary>How workers wait for and watch one another, where <c>--set</c> gives it, over how they did.</summary>
    public Func<WorkersOptions, WorkersOptions> ReadWorkers(ParseResult parsed)
    {
        var tree = new OptionTree();
        var given = Settings(parsed).Where(IsFree).ToList();
        given.ForEach(tree.SetAssignment);
        var read = tree.Build().Workers;
        return before => before with
        {
            TimeoutSeconds = Has("workers.timeoutSeconds") ? read.TimeoutSeconds : before.TimeoutSeconds,
            CheckSteps = Has("workers.checkSteps") ? read.CheckSteps : before.CheckSteps,
        };

        bool Has(string key) => given.Exists(setting => KeyOf(setting) == key);
    }

    /// <summary>The names of options that were given and that a run does not take anew when it goes on.</summary>
    public IEnumerable<string> GivenBesidesFree(ParseResult parsed) =>
        Settings(parsed).Where(setting => !IsFree(setting)).Select(setting => $"--set {KeyOf(setting)}")
            .Prepend(parsed.GetValue(_file) is null ? null : "CONFIG")
            .Concat(_shortcuts.Select(shortcut => parsed.GetValue(shortcut.Option) is null ? null : shortcut.Option.Name))
            .Concat(_runtime.Given(parsed))
            .OfType<string>();

    /// <summary>Resolves and checks the options.</summary>
    public RunOptions Read(ParseResult parsed) => ReadTree(parsed).Build();

    /// <summary>What was given, for verbs that lay more over it.</summary>
    public OptionTree ReadTree(ParseResult parsed)
    {
        var tree = new OptionTree();
        if (parsed.GetValue(_file) is { } file)
            tree.AddFile(file);
        foreach (var (key, option) in _shortcuts)
        {
            if (parsed.ValueOf(option) is { } value)
                tree.Set(key, value);
        }
        _runtime.AddTo(tree, parsed);
        if (_used is null)
            _budget.AddTo(tree, parsed);
        foreach (var assignment in Settings(parsed))
        {
            if (KeyOf(assignment) is var key && OptionKeys.Exists(key) && !IsUsed(key))
                tree.Refuse($"--set {assignment}: this verb does not use {key}. It uses {Used}.");
            else
                tree.SetAssignment(assignment);
        }
        return tree;
    }

    private string[] Settings(ParseResult parsed) => parsed.GetValue(_set) ?? [];

    private static string KeyOf(string assignment) => assignment.Split('=', 2)[0].Trim();

    private static bool IsFree(string assignment) => WorkersOptions.FreeKeys.Contains(KeyOf(assignment));

    private bool IsUsed(string key) =>
        _used is null || _used.Any(used => used.EndsWith('.') ? key.StartsWith(used, StringComparison.Ordinal) : key == used);

    private static Option<string?> Shortcut(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
