using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Foundation;

namespace Weft.Cli.Verbs;

/// <summary>A verb that shows examples under its help, and tells all that is wrong with what it is given at once.</summary>
internal sealed class VerbCommand(string name, string description, string examples) : Command(name, description)
{
    private Action<ParseResult, Problems>? _check;

    /// <summary>What stands under the options.</summary>
    public string Examples { get; } = examples;

    /// <summary>Whether several workers do it together.</summary>
    public bool IsForWorkers { get; init; }

    /// <summary>Says what the verb does.</summary>
    /// <param name="read">Reads and checks what it is given, and notes everything that is wrong; it does nothing else.</param>
    /// <param name="run">Does the work, where nothing is wrong, and gives back the exit code.</param>
    public void Does<T>(Func<ParseResult, Problems, T> read, Func<T, ParseResult, int> run)
    {
        _check = (parsed, problems) => ReadAll(parsed, problems);
        SetAction(parsed =>
        {
            var problems = new Problems();
            var values = ReadAll(parsed, problems);
            problems.ThrowIfAny();
            return run(values, parsed);
        });

        T ReadAll(ParseResult parsed, Problems problems)
        {
            problems.Collect(() => CommonOptions.ReadVerbosity(parsed));
            return read(parsed, problems);
        }
    }

    /// <summary>What is wrong with the values of a line that cannot be run, so that it is told with the rest.</summary>
    public IEnumerable<string> ProblemsOf(ParseResult parsed)
    {
        var problems = new Problems();
        try
        {
            _check?.Invoke(parsed, problems);
        }
        catch (Exception e) when (Explanation.Of(e) is { } explanation)
        {
            problems.Add(explanation.Message);
        }
        return problems.Found;
    }
}
