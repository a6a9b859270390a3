using Spectre.Console;
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
        console.Write(new Panel(new Spectre.Console.Text(text)) { Header = new PanelHeader("what it writes"), Expand = true, Border = BoxBorder.Rounded });
        var start = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2));
        console.WriteLine($"More: weft generate {run} --prompt \"{start}\"");
    }
}
