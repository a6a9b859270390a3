using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Learns which questions ask for the same thing, from pairs that the program has, and tells it of two others.</summary>
internal static class PairsInMemory
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder(Presets.Match) { Steps = Example.Steps }.UseTexts(Pairs()).Train(run);

        Console.WriteLine($"accuracy {model.Evaluate(Split.Validation).Accuracy:P1}");
        var prediction = model.PredictPair("Where is my parcel?", "When will the parcel arrive?");
        Console.WriteLine($"{prediction.Label} ({prediction.Probability:P0})");
    }

    private static IEnumerable<TextRecord> Pairs()
    {
        string[] things = ["parcel", "invoice", "ticket", "refund"], first = ["Where is my {0}?", "I wait for the {0}.", "Is there news of my {0}?"], second = ["When will the {0} arrive?", "Has my {0} been sent?"];
        for (var i = 0; i < 1_200; i++)
        {
            var (thing, other) = (things[i % 4], things[(i + (i % 2 == 0 ? 0 : 1 + i / 4 % 3)) % 4]);
            yield return new TextRecord($"{string.Format(null, first[i / 4 % 3], thing)} Number {i}.") { Second = string.Format(null, second[i / 12 % 2], other), Label = thing == other ? "same" : "different" };
        }
    }
}
