using System.CommandLine;
using Weft.Foundation;
using Weft.Training.Options;

namespace Weft.Cli;

/// <summary>The arguments that describe a training: a file of <see cref="RunOptions"/>, and options that stand for its keys.</summary>
internal sealed class RunOptionsArguments
{
    private readonly Argument<string?> _file = new("CONFIG") { Description = "A JSON file of options; later options win.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _set = new("--set") { Description = "Set any option: --set schedule.peakRate=0.001 (may be repeated).", HelpName = "key=value" };
    private readonly List<(string Key, Option<string?> Option)> _shortcuts =
    [
        ("preset", Shortcut("--preset", $"Where the options start from: {string.Join(" or ", Presets.Names)}.")),
        ("data.source", Shortcut("--data", "Text: a file, folder or glob, a corpus (api-docs, wikitext-2, wikitext-103), or - for standard input.")),
        ("data.documents", Shortcut("--documents", "What counts as one document in a text file, never divided between splits: file, heading, blank-line, line or auto (a file, unless these are too few).")),
        ("data.tokenizer", Shortcut("--tokenizer", "auto, bpe[:SIZE] (learnt from the text), words, blanks, characters, bytes, tiktoken:NAME, bpe:FOLDER or sentencepiece:FILE.")),
        ("data.level", Shortcut("--level", "raw, word (one token for each word between blanks) or sentence (every sentence a document).")),
        ("data.tagSeparator", Shortcut("--tag-separator", "With --level word: the character between a word and its part-of-speech tag, such as _ or /.")),
        ("data.invalidUtf8", Shortcut("--invalid-utf8", "What to do with bytes that are not UTF-8: fail or replace.")),
        ("training.batching", Shortcut("--batching", "How the training text becomes rows: chunks (windows), random (windows drawn with replacement), stream (parallel columns) or padded (a document a row).")),
        ("training.padding", Shortcut("--padding", "The side on which rows of --batching padded are padded: right or left.")),
        ("sampling.sampler", Shortcut("--sampler", "Who chooses what is trained on next: uniform, static (fixed probabilities) or dynamic (the model's state decides).")),
        ("vectors.file", Shortcut("--vectors", "Word vectors that the embedding starts from: GloVe or word2vec, .txt, .bin, .gz, or ARCHIVE.zip/ENTRY.")),
        ("vectors.minCoverage", Shortcut("--min-coverage", "Fail where fewer of the training tokens, from 0 to 1, get a vector of that file.")),
        ("seed", Shortcut("--seed", "Determines initial weights, order and dropout.")),
    ];

    private readonly RuntimeArguments _runtime = new();
    private readonly BudgetArguments _budget = new();
    private readonly string[]? _used;

    public RunOptionsArguments()
    {
    }

    /// <summary>For a verb that uses some of the options alone, and refuses the others.</summary>
    /// <param name="used">Their keys; <c>data.</c> stands for all that begin so.</param>
    public RunOptionsArguments(params string[] used)
    {
        _used = used;
        _file.Description = $"A JSON file of options, of which this uses {Used}.";
        _set.Description = $"Set an option of {Used}: --set data.field=body (may be repeated).";
        _shortcuts.RemoveAll(shortcut => !IsUsed(shortcut.Key));
        _runtime.Keep(IsUsed);
    }

    private string Used => string.Join(", ", (_used ?? []).Select(key => key.EndsWith('.') ? key + "*" : key));

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

    /// <summary>The names of options given besides the budget.</summary>
    public IEnumerable<string> GivenBesidesBudget(ParseResult parsed) =>
        new[] { parsed.GetValue(_file) is null ? null : "CONFIG", parsed.GetValue(_set) is { Length: > 0 } ? "--set" : null }
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
            if (parsed.GetValue(option) is { } value)
                tree.Set(key, value);
        }
        _runtime.AddTo(tree, parsed);
        if (_used is null)
            _budget.AddTo(tree, parsed);
        foreach (var assignment in parsed.GetValue(_set) ?? [])
        {
            if (assignment.Split('=', 2)[0] is var key && OptionKeys.Exists(key) && !IsUsed(key))
                throw new ConfigurationException($"--set {assignment}: this verb does not use {key}. It uses {Used}.");
            tree.SetAssignment(assignment);
        }
        return tree;
    }

    private bool IsUsed(string key) =>
        _used is null || _used.Any(used => used.EndsWith('.') ? key.StartsWith(used, StringComparison.Ordinal) : key == used);

    private static Option<string?> Shortcut(string name, string description) => new(name) { Description = description };
}
