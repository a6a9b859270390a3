using Spectre.Console;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Generation;
using Weft.Runs;
using Weft.Tasks;
using Weft.Training;

namespace Weft.Cli.Tables;

/// <summary>The paragraph that a freshly trained model writes by itself.</summary>
internal static class SampleWriter
{
    private static readonly GenerationOptions Options = new() { Tokens = 120 };

    // Longer lines are hard to read, and a file that people look at in a terminal has no width of its own.
    private const int MostColumns = 100;
    private const int ColumnsOfFiles = 80;

    public static void Write(string run, CommandOutput output)
    {
        var use = RunFolder.Open(run).ReadOptions().Task switch
        {
            TaskKind.Classification => ("Label texts", ""),
            TaskKind.Matching => ("Label pairs", " --second \"…\""),
            TaskKind.Tagging => ("Tag texts", ""),
            TaskKind.Translation => ("Translate texts", ""),
            TaskKind.Answering => ("Ask", " --question \"…\""),
            TaskKind.Captioning => ("Caption pictures", null),
            _ => ((string What, string? More)?)null,
        };
        if (use is var (what, more))
        {
            output.Line($"{what}: weft predict {ShellQuote.Of(run)} {(more is null ? "--image FILE" : $"--text \"…\"{more}")}");
            return;
        }
        var text = Displays.Show(output, display => Sample(run, display)).Trim();
        output.Human.Write(Frame(text, output.IsLive ? Math.Min(output.Human.Profile.Width, MostColumns) : ColumnsOfFiles));
        // A dash in front would be read as an option, or as standard input.
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word[0] == '-');
        var start = string.Join(' ', words.Take(2));
        output.Line($"More: weft generate {ShellQuote.Of(run)} --prompt {ShellQuote.Of(start)}");
    }

    /// <summary>The text in a frame, its lines broken between words.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="width">Columns of the frame.</param>
    public static Panel Frame(string text, int width) =>
        new(TerminalText.Cell(text)) { Header = new PanelHeader("what it writes"), Width = width, Border = BoxBorder.Rounded };

    private static string Sample(string run, IDisplay display)
    {
        using var trained = display.During("loading the model", () => LoadedModel.Open(run, "best"));
        var generator = new TextGenerator(trained.Model, trained.Tokenizer, trained.Vocabulary, trained.Options.Training.Context, trained.Device);
        var pieces = 0;
        return generator.Generate("", Options, _ => display.Report(new WorkProgress("writing a sample", ++pieces, Options.Tokens, "tokens"))).Text;
    }
}
