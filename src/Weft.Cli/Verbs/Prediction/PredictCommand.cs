using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs.Prediction;

/// <summary><c>weft predict</c>.</summary>
internal static class PredictCommand
{
    private const string Description =
        "Let a trained classifier label texts: the label and its probability, a tab between them, on a line for each text; or a tagger their words, a line for each; or answer questions on texts; or all records of a file.";

    private const string Examples = """
        Examples:
          weft predict runs/reviews --text "A stirring, funny film."
          weft predict runs/reviews < texts.txt                 a text on each line
          weft predict runs/reviews --text "Dull." --json       the probabilities of all labels
          weft predict runs/reviews --text "Dull." --explain    the words that the label depends on
          weft predict runs/reviews --data new.csv --out labelled.csv
          weft predict runs/pairs --text "A dog runs." --second "An animal moves."
          weft predict runs/tags --text "the cat sat ."         the tag of each word
          weft predict runs/tags --data new.txt > tagged.txt    word_TAG, a line for each line
          weft predict runs/answers --text "Ann came at noon." --question "When did Ann come?"
          weft predict runs/reviews --data new.jsonl --field body --top 3 > labelled.jsonl
        """;

    public static Command Create()
    {
        var model = new ModelArguments();
        var json = CommonOptions.Json();
        var text = new Option<string[]>("--text") { Description = "A text (may be repeated); without it and --data standard input is read, a text on each line." };
        var second = new Option<string[]>("--second", "--question") { Description = "The second text of a pair, or the question on a text, one for each --text; on standard input it stands behind a tab." };
        var data = new Option<string?>("--data")
        {
            Description = "Label the records of a CSV, TSV or JSONL file: they are written as they are, with fields prediction and probability behind; a tagger adds the field tagged, and tags the lines of text; answers go to a field answer.",
            HelpName = "FILE",
        };
        var field = new Option<string?>("--field") { Description = "The field of --data that holds the text; default data.field of the run.", HelpName = "NAME" };
        var file = new Option<string?>("--out") { Description = "Where the records of --data go; default standard output.", HelpName = "FILE" };
        var top = new Option<int>("--top") { Description = "Tell the likeliest so many labels or answers, each with its probability.", DefaultValueFactory = _ => 1 };
        var explain = new Option<bool>("--explain") { Description = "Show under each text the words that the label would be less probable without, each left out alone." };
        var command = new VerbCommand("predict", Description, Examples) { text, second, data, field, file, top, explain };
        model.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var number = parsed.ValueOf(top);
                problems.Require(number >= 1, "--top", number, "be at least 1");
                var explains = parsed.ValueOf(explain);
                var (texts, seconds) = (parsed.ValueOf(text) ?? [], parsed.ValueOf(second) ?? []);
                problems.Require(seconds.Length == 0 || seconds.Length == texts.Length, "--second", $"given {seconds.Length} times", $"be given once for each --text, {texts.Length} times");
                var records = PredictFile.Read(parsed.ValueOf(data), parsed.ValueOf(field), parsed.ValueOf(file), number, problems);
                if (records is not null)
                    CheckWith(records, texts.Length > 0 || seconds.Length > 0, explains, parsed.ValueOf(json), problems);
                return (Model: model.Read(parsed, problems), Records: records, Texts: new PredictTexts(texts, seconds, number, explains));
            },
            (given, parsed) =>
            {
                var output = new CommandOutput(parsed, json);
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
