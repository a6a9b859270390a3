using System.CommandLine;

namespace Weft.Cli.Verbs;

/// <summary><c>weft help VERB</c>, which is <c>weft VERB --help</c>.</summary>
internal static class HelpCommand
{
    private const string Examples = """
        Examples:
          weft help
          weft help tune lr
        """;

    /// <param name="run">Runs another command line.</param>
    public static Command Create(Func<IReadOnlyList<string>, ParseResult, int> run)
    {
        var verb = new Argument<string[]>("VERB") { Description = "The verb, such as train, or tune lr; none shows all of them.", Arity = ArgumentArity.ZeroOrMore };
        var command = new VerbCommand("help", "Show what a verb is for and what it takes.", Examples) { verb };
        command.SetAction(parsed =>
        {
            var words = parsed.GetValue(verb) ?? [];
            return run([.. words, "--help"], parsed);
        });
        return command;
    }
}
