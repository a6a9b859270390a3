using System.CommandLine;
using Weft.Foundation;

namespace Weft.Cli.Arguments;

/// <summary>Options that several verbs take.</summary>
internal static class CommonOptions
{
    /// <summary>Given to all verbs.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Write results and errors alone: --verbosity quiet.", Recursive = true };

    /// <summary>Given to all verbs.</summary>
    public static Option<string?> Verbosity { get; } = CreateVerbosity();

    /// <summary>How much a verb is to say.</summary>
    public static Verbosity ReadVerbosity(ParseResult parsed)
    {
        Verbosity? given = parsed.ValueOf(Verbosity) is { } word ? Enum.Parse<Verbosity>(word, ignoreCase: true) : null;
        return (parsed.GetValue(Quiet), given) switch
        {
            (true, null or Arguments.Verbosity.Quiet) => Arguments.Verbosity.Quiet,
            (true, { } other) => throw new ConfigurationException($"--quiet does not go with --verbosity {WordOf(other)}: give one of them."),
            _ => given ?? Arguments.Verbosity.Normal,
        };
    }

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON object last on standard output, all else on standard error.",
    };

    private static Option<string?> CreateVerbosity()
    {
        string[] words = [.. Enum.GetValues<Verbosity>().Select(WordOf)];
        var option = new Option<string?>("--verbosity")
        {
            Description = "quiet, normal, or detailed: also times, checkpoints and settings.",
            HelpName = "LEVEL",
            Recursive = true,
        };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !words.Contains(given.Value))
                result.AddError($"--verbosity is {given.Value}; it must be {string.Join(", ", words[..^1])} or {words[^1]}.");
        });
        return option;
    }

    private static string WordOf(Verbosity verbosity) => verbosity.ToString().ToLowerInvariant();
}
