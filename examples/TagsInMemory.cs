using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Trains a tagger on sentences whose words have tags, which the program has, and lets it find the names in another sentence.</summary>
internal static class TagsInMemory
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder(Presets.Tag) { Steps = Example.Steps }.UseTexts(Orders()).Train(run);

        Console.WriteLine($"accuracy {model.Evaluate(Split.Validation).Accuracy:P1}");
        foreach (var word in model.Tag("Please send 12 blue boxes to Lina Berg in Oslo ."))
            Console.WriteLine($"{word.Word}\t{word.Tag}\t{word.Probability:P0}");
    }

    // A tag stands behind the last "_" of a word: B- begins a name, I- goes on with it, O is no name.
    private static IEnumerable<TextRecord> Orders()
    {
        string[] people = ["Lina_B-PER Berg_I-PER", "Tom_B-PER Ray_I-PER", "Ada_B-PER"], places = ["Oslo_B-LOC", "Bern_B-LOC", "New_B-LOC York_I-LOC"], colours = ["blue", "red", "green", "black"];
        for (var i = 0; i < 1_200; i++)
            yield return new TextRecord($"Please_O send_O {i}_O {colours[i % 4]}_O boxes_O to_O {people[i % 3]} in_O {places[i / 3 % 3]} ._O");
    }
}
