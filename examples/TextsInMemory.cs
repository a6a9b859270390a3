using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Trains on texts that the program has, here with splits of its own; a list of strings does as well, and Weft then divides it.</summary>
internal static class TextsInMemory
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder { Steps = Example.Steps }.UseTexts(Letters()).Train(run);

        // The texts are not needed any more: Weft has kept them.
        Console.WriteLine($"validation perplexity {model.Evaluate(Split.Validation).Perplexity:N2}");
        Console.WriteLine(model.Generate("Dear"));
    }

    private static IEnumerable<TextRecord> Letters()
    {
        string[] names = ["Ada", "Grace", "Edsger", "Barbara", "Alan"], things = ["letter", "parcel", "book", "map"];
        for (var i = 0; i < 400; i++)
        {
            var split = i % 20 == 0 ? Split.Test : i % 20 == 1 ? Split.Validation : Split.Train;
            yield return new TextRecord($"Dear {names[i % 5]},\nthank you for the {things[i % 4]} number {i}.\nYours, {names[i / 5 % 5]}\n", split);
        }
    }
}
