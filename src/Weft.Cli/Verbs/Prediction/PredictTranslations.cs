using Weft.Tasks.Translation;
using Weft.Training;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Translates texts, a line for each.</summary>
/// <param name="trained">The translator.</param>
/// <param name="beams">How many beginnings of a translation are followed at once.</param>
internal sealed class PredictTranslations(LoadedModel trained, int beams)
{
    /// <summary>The field that <c>--data</c> gets.</summary>
    public const string Field = "translation";

    private readonly TextTranslator _translator = trained.OpenTranslator(beams);

    /// <summary>Translates texts, each as soon as it is there.</summary>
    /// <param name="texts">The texts, and where each was given.</param>
    /// <param name="output">Takes the translations.</param>
    /// <param name="stop">Ends it between two texts.</param>
    public int Write(IEnumerable<(string Where, string Text)> texts, CommandOutput output, CancellationToken stop)
    {
        var told = new List<ToldTranslation>();
        foreach (var (where, text) in texts)
        {
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var translation = _translator.Translate(text) ?? throw new InvalidDataException($"{where} has no word to translate. Give it some, or leave it out.");
            output.Line(translation);
            if (output.WritesJson)
                told.Add(new ToldTranslation(text, translation));
        }
        output.Result(new { Predictions = told });
        return ExitCodes.Done;
    }

    /// <summary>Translates texts of a file.</summary>
    /// <returns>[texts][1] the translation; null where a text has no word.</returns>
    public IReadOnlyList<object?[]?> Translate(IReadOnlyList<string> texts, CancellationToken stop) =>
        [.. _translator.Translate(texts, stop).Select(translation => translation is null ? null : new object?[] { translation })];

    /// <summary>A text as <c>--json</c> has it.</summary>
    private sealed record ToldTranslation(string Text, string Translation);
}
