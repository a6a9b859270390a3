using Weft.Tasks.Own;

namespace Weft.Examples;

/// <summary>A task of one's own: the model reads text without blanks, and learns where they stood.</summary>
internal static class OwnTask
{
    public static void Run(string run)
    {
        var options = Presets.Small with { Data = Presets.Small.Data with { Source = Example.Data, Tokenizer = "characters" } };
        new TrainingBuilder(options) { Steps = Example.Steps }.UseTask(new Blanks()).Train(run).Dispose();

        // Whoever uses the model gives the task too: the run keeps its name and its classes alone.
        using var model = TrainedModel.Open(run, new OpenOptions { Task = new Blanks() });
        var letters = model.PredictTokens("returnsthenameofthefile");
        // The last two are the ends of the line and of the document.
        Console.WriteLine(string.Concat(letters.SkipLast(2).Select(letter => letter.Class == "blank" ? letter.Token + " " : letter.Token)));
        Console.WriteLine($"test: {model.Summary!.Test}");
    }

    private sealed class Blanks : ITextTask
    {
        public string Name => "blanks";

        public IReadOnlyList<string> Classes => ["none", "blank"];

        // A token is a character here. What follows the last of a piece is not known.
        public TaskExample ExampleOf(DocumentTokens tokens)
        {
            int[] kept = [.. Enumerable.Range(0, tokens.Ids.Count).Where(place => tokens[place] != " ")];
            return new TaskExample(
                [.. kept.Select(place => tokens.Ids[place])],
                [.. kept.Select(place => place + 1 == tokens.Ids.Count ? TaskExample.None : tokens[place + 1] == " " ? 1 : 0)]);
        }
    }
}
