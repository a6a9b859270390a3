using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>Learns to write dates as computers do, from pairs that the program has, and writes another one.</summary>
internal static class TranslationsInMemory
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder(Presets.Translate) { Steps = Example.Steps }.UseTexts(Dates()).Train(run);

        Console.WriteLine($"tokens right {model.Evaluate(Split.Validation).Accuracy:P1}");
        Console.WriteLine(model.Translate("the 3rd of May, 1998"));
    }

    private static IEnumerable<TextRecord> Dates()
    {
        var first = new DateOnly(1950, 1, 1);
        for (var i = 0; i < 3_000; i++)
        {
            var day = first.AddDays(i * 9);
            var ending = day.Day is 1 or 21 or 31 ? "st" : day.Day is 2 or 22 ? "nd" : day.Day is 3 or 23 ? "rd" : "th";
            yield return new TextRecord(string.Create(null, $"the {day.Day}{ending} of {day:MMMM}, {day:yyyy}")) { Second = day.ToString("O", null) };
        }
    }
}
