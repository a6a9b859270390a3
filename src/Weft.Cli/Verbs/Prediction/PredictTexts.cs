using System.Text;
using System.Text.Json.Serialization;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Text;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Records;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Labels the texts of the command line or the lines of standard input, tags their words, translates them, answers their questions, or captions pictures, each as soon as it is there.</summary>
/// <param name="given">The texts; none for standard input.</param>
/// <param name="seconds">The second text of each, where they are pairs.</param>
/// <param name="images">The pictures of the command line, in the place of texts.</param>
/// <param name="wish">What is told of each.</param>
internal sealed class PredictTexts(string[] given, string[] seconds, string[] images, PredictionWish wish)
{
    /// <summary>Labels them.</summary>
    public int Predict(Func<Action<string>, IWorkers, LoadedModel> open, CommandOutput output)
    {
        using var signals = new StopSignals();
        using var trained = PredictCommand.Load(open, output);
        Func<string, string, string>? join = trained.Options.Task switch
        {
            TaskKind.Matching => RecordPair.Join,
            TaskKind.Answering => (context, question) => AskedText.Join(question, context),
            _ => null,
        };
        if (join is null && seconds.Length > 0)
            throw new ConfigurationException($"--second is given, and {trained.Folder.Path} was trained neither with task=matching nor with answering: it takes single texts. Leave it out.");
        wish.RequireFor(trained.Options);
        RequireKind(trained);
        if (trained.Options.Task == TaskKind.Captioning)
            return new PredictCaptions(trained, wish.BeamWidth).Write(images.Length > 0 ? images : Lines().Select(line => line.Text), output, signals.Token);
        if (trained.Options.Task == TaskKind.Answering)
            return new PredictAnswers(trained, wish.Top).Write(Texts(join), output, signals.Token);
        if (trained.Options.Task == TaskKind.Tagging)
            return new PredictTags(trained).Write(Texts(join), output, signals.Token);
        if (trained.Options.Task == TaskKind.Translation)
            return new PredictTranslations(trained, wish.BeamWidth).Write(Texts(join), output, signals.Token);
        var classifier = Open(trained);
        var areSeveral = trained.Options.Data.Labels == LabelKind.Several;
        var occlusion = wish.Explains ? new Occlusion(classifier) : null;
        var told = new List<ToldPrediction>();
        foreach (var (where, text) in Texts(join))
        {
            if (signals.Token.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var prediction = classifier.Predict(text) ?? throw new InvalidDataException($"{where} has no word to tell a label from. Give it some, or leave it out.");
            output.Line(prediction.Score is { } score ? $"{score:F4}" : string.Join('\t', Told(prediction).Select(label => $"{label.Key}\t{label.Value:F4}")));
            var words = occlusion?.Explain(prediction, signals.Token);
            foreach (var word in words ?? [])
                output.Line($"  {TokenLossTable.Escape(word.Word)}  {word.Change:F3}");
            if (output.WritesJson)
                told.Add(new ToldPrediction(prediction.Text, prediction.Label, prediction.Probability, prediction.Probabilities, areSeveral ? prediction.Labels : null, prediction.Score, words));
        }
        output.Result(new { Predictions = told });
        return ExitCodes.Done;

        // Of several labels all that are likelier than not, unless so many were asked for.
        IEnumerable<KeyValuePair<string, double>> Told(LabelPrediction prediction) =>
            areSeveral && wish.Top == 1 ? prediction.Probabilities.Where(label => prediction.Labels.Contains(label.Key)) : prediction.Probabilities.Take(wish.Top);
    }

    /// <summary>What labels texts, or pairs of them.</summary>
    /// <exception cref="ConfigurationException">The model labels neither.</exception>
    public static TextClassifier Open(LoadedModel trained) =>
        trained.OpenClassifier(trained.Options.Task == TaskKind.Matching ? TaskKind.Matching : TaskKind.Classification);

    private void RequireKind(LoadedModel trained)
    {
        if (images.Length > 0 && trained.Options.Task != TaskKind.Captioning)
            throw new ConfigurationException($"--image is given, and {trained.Folder.Path} was not trained with task=captioning: it takes texts. Give --text.");
        if (given.Length > 0 && trained.Options.Task == TaskKind.Captioning)
            throw new ConfigurationException($"--text is given, and {trained.Folder.Path} was trained with task=captioning: it takes pictures. Give --image FILE.");
    }

    private IEnumerable<(string Where, string Text)> Texts(Func<string, string, string>? join)
    {
        if (given.Length == 0)
            return join is null ? Lines() : Lines().Select(line => (line.Where, PairOf(line.Where, line.Text.Split('\t'), join)));
        return given.Select((text, i) => ($"--text number {i + 1}", join is null ? text : PairOf($"--text number {i + 1}", seconds.Length > 0 ? [text, seconds[i]] : [text], join)));
    }

    private static string PairOf(string where, string[] texts, Func<string, string, string> join) =>
        texts is [var first, var second] && !string.IsNullOrWhiteSpace(first) && !string.IsNullOrWhiteSpace(second)
            ? join(first, second)
            : throw new InvalidDataException($"{where} is no pair of texts. Give both: --text \"…\" --second \"…\", or with a tab between them on standard input.");

    private static IEnumerable<(string Where, string Text)> Lines()
    {
        using var input = new StreamReader(StandardStreams.OpenInput(), StrictUtf8.Encoding);
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

    /// <summary>A prediction as <c>--json</c> has it.</summary>
    private sealed record ToldPrediction(
        string Text,
        string Label,
        double Probability,
        IReadOnlyDictionary<string, double> Probabilities,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Labels,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LeftOutWord>? Words);
}
