using System.CommandLine;
using System.Text;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Tasks.Classification;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs;

/// <summary><c>weft predict</c>.</summary>
internal static class PredictCommand
{
    private const string Description =
        "Let a trained classifier label texts: the label and its probability, a tab between them, on a line for each text.";

    private const string Examples = """
        Examples:
          weft predict runs/reviews --text "A stirring, funny film."
          weft predict runs/reviews < texts.txt              a text on each line
          weft predict runs/reviews --text "Dull." --json    the probabilities of all labels
        """;

    public static Command Create()
    {
        var model = new ModelArguments();
        var json = CommonOptions.Json();
        var text = new Option<string[]>("--text") { Description = "A text (may be repeated); without it standard input is read, a text on each line." };
        var command = new VerbCommand("predict", Description, Examples) { text };
        model.AddTo(command);
        command.Add(json);
        command.Does(
            model.Read,
            (open, parsed) => Predict(
                () => open(parsed.InvocationConfiguration.Error.WriteLine, Alone.Instance),
                parsed.GetValue(text) is { Length: > 0 } given ? given.Select((one, i) => ($"--text number {i + 1}", one)) : Lines(),
                new CommandOutput(parsed, json)));
        return command;
    }

    private static int Predict(Func<LoadedModel> open, IEnumerable<(string Where, string Text)> texts, CommandOutput output)
    {
        using var signals = new StopSignals();
        // Lines of progress have no place among the labels, which may go into a file.
        using var trained = output.IsLive ? Displays.Show(output, display => display.During("loading the model", open)) : open();
        var classifier = trained.OpenClassifier();
        var predictions = new List<LabelPrediction>();
        foreach (var (where, text) in texts)
        {
            if (signals.Token.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var prediction = classifier.Predict(text) ?? throw new InvalidDataException($"{where} has no word to tell a label from. Give it some, or leave it out.");
            output.Line($"{prediction.Label}\t{prediction.Probability:F4}");
            if (output.WritesJson)
                predictions.Add(prediction);
        }
        output.Result(new { Predictions = predictions });
        return ExitCodes.Done;
    }

    private static IEnumerable<(string Where, string Text)> Lines()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), StrictUtf8.Encoding);
        for (var number = 1L; ; number++)
        {
            string? line;
            try
            {
                line = input.ReadLine();
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException($"Standard input is not UTF-8 near line {number}. Convert it.", e);
            }
            if (line is null)
                yield break;
            yield return ($"Line {number} of standard input", line);
        }
    }
}
