using System.CommandLine;
using System.CommandLine.Parsing;
using Weft.Foundation;

namespace Weft.Cli;

/// <summary>Says what is wrong with a command line, in one line.</summary>
internal static class ParseProblem
{
    /// <summary>The first problem, or null where there is none.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // A misspelt option looks like an argument: a file named --sett.
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        if (arguments.Concat(parsed.UnmatchedTokens).FirstOrDefault(IsOption) is { } option)
            return $"There is no option {option}{Suggestion(option, command.Options.Select(known => known.Name))}";
        if (command is RootCommand && parsed.UnmatchedTokens.Count > 0)
            return $"There is no verb {parsed.UnmatchedTokens[0]}{Suggestion(parsed.UnmatchedTokens[0], command.Subcommands.Select(known => known.Name))}";
        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
    }

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal);

    private static string Suggestion(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } nearest ? $"; did you mean {nearest}?" : ".";
}
