using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Learns to find in orders what is asked for, from questions and answers that the program has, and finds it in another one.</summary>
internal static class AnswersInMemory
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder(Presets.Answer) { Steps = Example.Steps }.UseTexts(Questions()).Train(run);

        Console.WriteLine($"F1 {model.Evaluate(Split.Validation)["f1"]:P1}");
        var answer = model.Answer("Please send four blue boxes to Lina Berg in Oslo by Friday.", "Who gets it?");
        Console.WriteLine($"{answer.Answer} ({answer.Probability:P0})");
    }

    private static IEnumerable<TextRecord> Questions()
    {
        string[] counts = ["two", "three", "four"], people = ["Lina Berg", "Tom Ray", "Ada", "Uwe Holm"], places = ["Oslo", "Bern", "New York"], days = ["Monday", "Friday"];
        for (var i = 0; i < 600; i++)
        {
            var (count, person, place, day) = (counts[i % 3], people[i / 3 % 4], places[i / 12 % 3], days[i / 36 % 2]);
            var order = $"Order {i}: please send {count} boxes to {person} in {place} by {day}.";
            yield return new TextRecord(order) { Second = "Who gets it?", Answers = [person] };
            yield return new TextRecord(order) { Second = "Where does it go?", Answers = [place] };
            yield return new TextRecord(order) { Second = "What is the price?", Answers = [] };
        }
    }
}
