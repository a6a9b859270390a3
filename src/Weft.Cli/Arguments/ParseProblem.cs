using System.CommandLine;
using System.CommandLine.Parsing;
using Weft.Cli.Verbs;
using Weft.Foundation;

namespace Weft.Cli.Arguments;

/// <summary>Says what is wrong with a command line, one line for each thing.</summary>
internal static class ParseProblem
{
    /// <summary>All problems; none where the line can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var options = parsed.CommandResult.Children.OfType<OptionResult>().ToList();
        // A misspelt option looks like an argument: a file named --sett.
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        var unknown = arguments.Concat(parsed.UnmatchedTokens).Where(IsOption).ToList();
        var problems = unknown.ConvertAll(option => $"There is no option {option}{Suggestion(option, NamesOf(command))}");
        // What stands behind a misspelt option may be its value.
        if (unknown.Count == 0)
            problems.AddRange(Surplus(command, parsed.UnmatchedTokens));
        problems.AddRange(options.Select(Repeated).OfType<string>());
        problems.AddRange(options.SelectMany(WrongNumbers));
        if (unknown.Count > 0 || parsed.UnmatchedTokens.Count > 0)
            return problems;
        var told = options.Where(option => IsRepeated(option) || WrongNumbers(option).Any()).ToHashSet<SymbolResult>();
        problems.AddRange(parsed.Errors.Where(error => !IsOf(error.SymbolResult, told)).Select(error => error.Message).Distinct(StringComparer.Ordinal));
        if (problems.Count > 0 && command is VerbCommand verb)
            problems.AddRange(verb.ProblemsOf(parsed).Where(problem => !told.Any(option => IsAbout(problem, ((OptionResult)option).Option.Name))));
        return problems;
    }

    /// <summary>Whether an option that takes one value was given several.</summary>
    public static bool IsRepeated(OptionResult result) =>
        result.IdentifierTokenCount > 1 && result.Option.Arity.MaximumNumberOfValues == 1 && result.Option.ValueType != typeof(bool);

    private static bool IsOf(SymbolResult? result, HashSet<SymbolResult> told) => result is not null && (told.Contains(result) || IsOf(result.Parent, told));

    // What is said of the default that stands for a wrong value would mislead.
    private static bool IsAbout(string problem, string option) => problem.Split(' ', '(', ')', ';').Contains(option);

    private static IEnumerable<string> Surplus(Command command, IReadOnlyList<string> tokens)
    {
        if (command.Subcommands.Count == 0)
            return tokens.Select(token => $"{token} is one argument too many; {TakesOf(command)}.");
        var verbs = command.Subcommands.Select(known => known.Name);
        return tokens.Take(1).Select(token => $"There is no verb {token}{Suggestion(token, verbs)}");
    }

    private static string TakesOf(Command command) => command.Arguments.Count == 0
        ? $"{command.Name} takes options alone"
        : $"{command.Name} takes {string.Join(" and ", command.Arguments.Select(argument => argument.Name))}";

    /// <summary>An option that takes one value and was given several.</summary>
    private static string? Repeated(OptionResult result) =>
        IsRepeated(result)
            ? $"{result.Option.Name} was given {result.IdentifierTokenCount} times ({string.Join(", ", result.Tokens.Select(token => token.Value))}); give it once."
            : null;

    /// <summary>Values that are no numbers where numbers belong, read alike in every language.</summary>
    private static IEnumerable<string> WrongNumbers(OptionResult result) => NumberText.IsNumber(result.Option.ValueType)
        ? result.Tokens.Select(token => (token.Value, Problem: NumberText.ProblemOf(token.Value, result.Option.ValueType)))
            .Where(token => token.Problem is not null).Select(token => $"{result.Option.Name} is {token.Value}; {token.Problem}")
        : [];

    private static IEnumerable<string> NamesOf(Command command) => command.Options.Select(option => option.Name).Concat(["--help", "--version", "--quiet", "--verbosity"]);

    private static bool IsOption(string token) => token.StartsWith("--", StringComparison.Ordinal);

    private static string Suggestion(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } nearest ? $"; did you mean {nearest}?" : ".";
}
