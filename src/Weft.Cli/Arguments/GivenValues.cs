using System.CommandLine;
using System.CommandLine.Parsing;
using Weft.Foundation;

namespace Weft.Cli.Arguments;

/// <summary>Values of options, also of a line that cannot be run: where a value cannot be read, the option's default stands for it.</summary>
internal static class GivenValues
{
    /// <summary>The value of an option.</summary>
    public static T? ValueOf<T>(this ParseResult parsed, Option<T> option) =>
        parsed.GetResult(option) is not { } result || !IsWrong(result) ? parsed.GetValue(option)
        : option.HasDefaultValue ? (T?)option.GetDefaultValue() : default;

    /// <summary>Whether no single value can be read from what was given.</summary>
    public static bool IsWrong(OptionResult result) =>
        ParseProblem.IsRepeated(result) || result.Errors.Any()
        || (NumberText.IsNumber(result.Option.ValueType) && result.Tokens.Any(token => NumberText.ProblemOf(token.Value, result.Option.ValueType) is not null));
}
