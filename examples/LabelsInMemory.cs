using Weft.Tasks;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Trains a classifier on texts with labels that the program has, and lets it label another text.</summary>
internal static class LabelsInMemory
{
    public static void Run(string run)
    {
        var options = Presets.Small with { Task = TaskKind.Classification };
        using var model = new TrainingBuilder(options) { Steps = Example.Steps }.UseTexts(Messages()).Train(run);

        Console.WriteLine($"accuracy {model.Evaluate(Split.Validation).Accuracy:P1}");
        var prediction = model.Predict("the printer on floor 3 does not print");
        Console.WriteLine($"{prediction.Label} ({prediction.Probability:P0})");
    }

    private static IEnumerable<TextRecord> Messages()
    {
        string[] things = ["printer", "invoice", "parcel"], labels = ["support", "accounting", "mailroom"], ways = ["does not come", "is wrong", "is for another", "came twice"];
        for (var i = 0; i < 1_200; i++)
            yield return new TextRecord($"Hello, the {things[i % 3]} for floor {i % 7} {ways[i / 3 % 4]}, number {i}.") { Label = labels[i % 3] };
    }
}
