using Spectre.Console;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Generation;
using Weft.Training;

namespace Weft.Cli;

/// <summary>The paragraph that a freshly trained model writes by itself.</summary>
internal static class SampleWriter
{
    private static readonly GenerationOptions Options = new() { Tokens = 120 };

    public static void Write(string run, IAnsiConsole console)
    {
        using var trained = TrainedModel.Open(run, "best");
        var generator = new TextGenerator(trained.Model, trained.Tokenizer, trained.Vocabulary, trained.Options.Training.Context, trained.Device);
        var text = generator.Generate("", Options, _ => { }).Text.Trim();
        console.Write(new Panel(TerminalText.Cell(text)) { Header = new PanelHeader("what it writes"), Expand = true, Border = BoxBorder.Rounded });
        // A dash in front would be read as an option, or as standard input.
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word[0] == '-');
        var start = string.Join(' ', words.Take(2));
        console.WriteLine($"More: weft generate {ShellQuote.Of(run)} --prompt {ShellQuote.Of(start)}");
    }
}
