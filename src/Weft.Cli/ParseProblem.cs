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
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0)
            return $"There is no verb {parsed.UnmatchedTokens[0]}{Suggestion(parsed.UnmatchedTokens[0], command.Subcommands.Select(known => known.Name))}";
        return WrongType(parsed) ?? (parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null);
    }

    /// <summary>An option whose value cannot be read, in the words of this program rather than the parser's.</summary>
    private static string? WrongType(ParseResult parsed)
    {
        var wrong = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => option.Errors.Any() && option.Tokens.Count > 0);
        return wrong is null ? null : $"{wrong.Option.Name} is {wrong.Tokens[0].Value}; it must be {RuleOf(wrong.Option.ValueType)}.";
    }

    private static string RuleOf(Type type) => type == typeof(int) || type == typeof(long) ? "a whole number" : "a number";

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal);

    private static string Suggestion(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } nearest ? $"; did you mean {nearest}?" : ".";
}
