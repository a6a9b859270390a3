using System.CommandLine;
using Weft.Foundation;

namespace Weft.Cli.Arguments;

/// <summary>How many processes work together, and what becomes of them when one fails: <c>--workers</c>, <c>--restarts</c>, <c>--fewer</c>.</summary>
/// <param name="hasRestarts">Whether the work can go on after a failure.</param>
internal sealed class WorkersArguments(bool hasRestarts = true)
{
    private readonly Option<int?> _workers = new("--workers") { Description = "Work with so many processes: one a device, or the cores divided among them.", HelpName = "N" };
    private readonly Option<int> _restarts = new("--restarts") { Description = "Go on so often when a worker fails; with --fewer each time by one less.", HelpName = "N" };
    private readonly Option<bool> _fewer = new("--fewer") { Description = "With --restarts: each time with one worker less." };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_workers);
        if (!hasRestarts)
            return;
        command.Add(_restarts);
        command.Add(_fewer);
    }

    /// <summary>How many processes were asked for; null where it was not said.</summary>
    public int? Count(ParseResult parsed) => parsed.ValueOf(_workers);

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(ParseResult parsed, Problems problems)
    {
        problems.Require(Count(parsed) is null or >= 1, "--workers", Count(parsed), "be at least 1");
        problems.Require(Restarts(parsed) >= 0, "--restarts", Restarts(parsed), "be at least 0");
    }

    /// <summary>How often a job that failed is started again.</summary>
    public int Restarts(ParseResult parsed) => hasRestarts ? parsed.ValueOf(_restarts) : 0;

    /// <summary>Whether each time one worker fewer is started.</summary>
    public bool Fewer(ParseResult parsed) => hasRestarts && parsed.ValueOf(_fewer);

    /// <summary>The words of a command line without these options.</summary>
    public List<string> Without(ParseResult parsed)
    {
        var words = new List<string>();
        for (var i = 0; i < parsed.Tokens.Count; i++)
        {
            var word = parsed.Tokens[i].Value;
            if (word == _workers.Name || word == _restarts.Name)
                i++;
            else if (word != _fewer.Name)
                words.Add(word);
        }
        return words;
    }
}
