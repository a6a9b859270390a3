using System.CommandLine;
using System.Globalization;
using Weft.Foundation;

namespace Weft.Cli.Help;

/// <summary>How the help shows options: in which groups, with which names, with which defaults.</summary>
internal static class OptionHelp
{
    // Said in the rows of --max-minutes and --restarts.
    private static readonly string[] SaidElsewhere = ["--max-steps", "--max-tokens", "--max-epochs", "--fewer"];

    private static readonly (string Title, string[] Names)[] OfTraining =
    [
        ("Text", ["--data", "--tokenizer", "--level", "--documents", "--tag-separator", "--invalid-utf8"]),
        ("Training", ["--task", "--preset", "--batching", "--padding", "--sampler", "--vectors", "--min-coverage", "--seed", "--max-minutes", "--set"]),
        ("Machine", ["--device", "--precision", "--threads", "--workers", "--restarts"]),
    ];

    /// <summary>The options of a command and those of all commands: first its own, then those that every training has.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<Option> Options)> GroupsOf(Command command)
    {
        var everywhere = command.Parents.OfType<Command>().SelectMany(Ancestors).SelectMany(parent => parent.Options).Where(option => option.Recursive);
        var options = command.Options.Concat(everywhere).Where(option => !option.Hidden && !SaidElsewhere.Contains(option.Name)).Distinct().ToList();
        var groups = options.Exists(option => option.Name == "--set") ? OfTraining : [];
        yield return ("Options", [.. options.Where(option => !Array.Exists(groups, group => group.Names.Contains(option.Name)))]);
        foreach (var (title, names) in groups)
            yield return (title, [.. options.Where(option => names.Contains(option.Name))]);
    }

    /// <summary>The names of an option and of its value: <c>-q, --quiet</c>, <c>--out FOLDER</c>.</summary>
    public static string LabelOf(Option option)
    {
        var shortNames = option.Aliases.Where(alias => alias.Length == 2 && alias[0] == '-' && alias != "-?").Order(StringComparer.Ordinal);
        var value = option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? ""
            : " " + (option.HelpName ?? (NumberText.IsNumber(option.ValueType) ? "N" : "TEXT"));
        return string.Join(", ", [.. shortNames, option.Name]) + value;
    }

    /// <summary>What an option is for, and its default where it has one of its own.</summary>
    public static string DescriptionOf(Option option)
    {
        var value = option.HasDefaultValue ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) : null;
        return string.IsNullOrEmpty(value) || option.ValueType == typeof(bool) || option.ValueType.IsArray
            ? option.Description ?? ""
            : $"{option.Description?.TrimEnd('.')}; default {value}.";
    }

    private static IEnumerable<Command> Ancestors(Command command) => command.Parents.OfType<Command>().SelectMany(Ancestors).Prepend(command);
}
