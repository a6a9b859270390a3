using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Tasks.Translation;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs.Prediction;

/// <summary><c>weft predict</c>.</summary>
internal static class PredictCommand
{
    private const string Description =
        "Let a trained classifier label texts: the label and its probability, a tab between them, on a line for each text; or a tagger their words, a line for each; or a translator write a translation of each; or answer questions on texts; or caption pictures; or all records of a file.";

    private const string Examples = """
        Examples:
          weft predict runs/reviews --text "A stirring, funny film."
          weft predict runs/reviews < texts.txt                 a text on each line
          weft predict runs/reviews --text "Dull." --json       the probabilities of all labels
          weft predict runs/reviews --text "Dull." --explain    the words that the label depends on
          weft predict runs/reviews --data new.csv --out labelled.csv
          weft predict runs/pairs --text "A dog runs." --second "An animal moves."
          weft predict runs/search --text "lost card" --among answers.txt --top 3
          weft predict runs/tags --text "the cat sat ."         the tag of each word
          weft predict runs/tags --data new.txt > tagged.txt    word_TAG, a line for each line
          weft predict runs/de-en --text "Ein Hund rennt."      its translation
          weft predict runs/answers --text "Ann came at noon." --question "When did Ann come?"
          weft predict runs/captions --image cat.png --image dog.jpg
          weft predict runs/reviews --data new.jsonl --field body --top 3 > labelled.jsonl
        """;

    public static Command Create()
    {
        var model = new ModelArguments();
        var json = CommonOptions.Json();
        var text = new Option<string[]>("--text") { Description = "A text (may be repeated); without it and --data standard input is read, a text on each line." };
        var second = new Option<string[]>("--second", "--question") { Description = "The second text of a pair, or the question on a text, one for each --text; on standard input it stands behind a tab." };
        var image = new Option<string[]>("--image") { Description = "A picture to caption (may be repeated); or paths on standard input.", HelpName = "FILE" };
        var data = new Option<string?>("--data")
        {
            Description = "Label the records of a CSV, TSV or JSONL file: they are written as they are, with fields prediction and probability behind; a tagger adds the field tagged, a translator the field translation; both take the lines of text, too; answers go to a field answer, and captions to a field caption.",
            HelpName = "FILE",
        };
        var among = new Option<string?>("--among")
        {
            Description = "Find the --top texts of this file that belong to each --text best, with a model of matching.kind=apart: the cosine and the text, a tab between them.",
            HelpName = "FILE",
        };
        var field = new Option<string?>("--field") { Description = "The field of --data or --among that holds the text; default data.field of the run, and data.second for --among.", HelpName = "NAME" };
        var file = new Option<string?>("--out") { Description = "Where the records of --data go; default standard output.", HelpName = "FILE" };
        var top = new Option<int>("--top") { Description = "Tell the likeliest so many labels or answers, each with its probability.", DefaultValueFactory = _ => 1 };
        var explain = new Option<bool>("--explain") { Description = "Show under each text the words that the label would be less probable without, each left out alone." };
        var beams = new Option<int?>("--beams") { Description = $"How many beginnings of a translation or caption are followed at once; default {BeamOptions.DefaultWidth}, and 1 takes the likeliest token each time." };
        var command = new VerbCommand("predict", Description, Examples) { text, second, image, data, among, field, file, top, explain, beams };
        model.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var wish = new PredictionWish(parsed.ValueOf(top), parsed.ValueOf(explain), parsed.ValueOf(beams));
                problems.Require(wish.Top >= 1, "--top", wish.Top, "be at least 1");
                problems.Require(wish.Beams is null or >= 1, "--beams", wish.Beams, "be at least 1");
                var (texts, seconds) = (parsed.ValueOf(text) ?? [], parsed.ValueOf(second) ?? []);
                var images = parsed.ValueOf(image) ?? [];
                if (images.Length > 0 && (texts.Length > 0 || parsed.ValueOf(data) is not null || parsed.ValueOf(among) is not null))
                    problems.Add("--image goes with neither --text nor --data nor --among. Leave one of them out.");
                problems.Require(seconds.Length == 0 || seconds.Length == texts.Length, "--second", $"given {seconds.Length} times", $"be given once for each --text, {texts.Length} times");
                var nearest = parsed.ValueOf(among) is { } path ? PredictNearest.Read(path, parsed.ValueOf(field), texts, wish.Top, problems) : null;
                if (nearest is not null && (parsed.ValueOf(data) is not null || seconds.Length > 0 || wish.Explains || parsed.ValueOf(file) is not null))
                    problems.Add("--among goes with --text, --top, --field and --json alone. Leave the others out.");
                var records = nearest is not null ? null : PredictFile.Read(parsed.ValueOf(data), parsed.ValueOf(field), parsed.ValueOf(file), wish, problems);
                if (records is not null)
                    CheckWith(records, texts.Length > 0 || seconds.Length > 0, wish.Explains, parsed.ValueOf(json), problems);
                return (Model: model.Read(parsed, problems), Records: records, Nearest: nearest, Texts: new PredictTexts(texts, seconds, images, wish));
            },
            (given, parsed) =>
            {
                var output = new CommandOutput(parsed, json);
                if (given.Nearest is { } nearest)
                    return nearest.Predict(given.Model, output);
                return given.Records is { } records ? records.Predict(given.Model, output) : given.Texts.Predict(given.Model, output);
            });
        return command;
    }

    /// <summary>Loads the model. Lines of progress have no place on standard output, where labels and records go.</summary>
    public static LoadedModel Load(Func<Action<string>, IWorkers, LoadedModel> open, CommandOutput output)
    {
        return output.IsLive ? Displays.Show(output, display => display.During("loading the model", Open)) : Open();

        LoadedModel Open() => open(output.Errors.WriteLine, Alone.Instance);
    }

    private static void CheckWith(PredictFile records, bool hasTexts, bool explains, bool json, Problems problems)
    {
        if (hasTexts)
            problems.Add("--text does not go with --data: the texts are those of the file. Leave one of them out.");
        if (explains)
            problems.Add("--explain does not go with --data: each text would be predicted once more for each of its words. Give single texts: --text.");
        if (json && !records.HasFile)
            problems.Add("--json needs --out with --data: standard output is the records'. Name a file: --out FILE.");
    }
}
