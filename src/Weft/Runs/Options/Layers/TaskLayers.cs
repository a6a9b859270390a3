using System.Text.Json.Nodes;
using Weft.Tasks;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Named;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.ApiDocs;
using Weft.Text.Reading.Pictures;

namespace Weft.Runs.Options.Layers;

/// <summary>What settings start from, by their task.</summary>
internal static class TaskLayers
{
    /// <summary><see cref="TaskKind.Classification"/>, as settings write it.</summary>
    public const string Classification = "classification";

    /// <summary><see cref="TaskKind.Matching"/>, as settings write it.</summary>
    public const string Matching = "matching";

    /// <summary><see cref="TaskKind.Tagging"/>, as settings write it.</summary>
    public const string Tagging = "tagging";

    /// <summary><see cref="TaskKind.Translation"/>, as settings write it.</summary>
    public const string Translation = "translation";

    /// <summary><see cref="TaskKind.Answering"/>, as settings write it.</summary>
    public const string Answering = "answering";

    /// <summary><see cref="TaskKind.Captioning"/>, as settings write it.</summary>
    public const string Captioning = "captioning";

    // What captions are learnt from where nothing is named.
    private const string DefaultPictures = "shapes";
    private const int DefaultImageSize = 32;

    /// <summary>The task that settings name; null where they name none.</summary>
    public static string? NameIn(JsonObject settings) => Text(settings["task"]);

    /// <summary>Whether settings say that the texts of a pair are read apart.</summary>
    public static bool AreReadApart(JsonObject settings) => Text(settings["matching"]?["kind"]) == "apart";

    /// <summary>The layer of settings that a task starts from: the labels of a classifier are in the field <c>label</c>, and on the default corpus they are the kinds of members;
    /// pairs are in the fields <c>text1</c> and <c>text2</c>, and there they are what a member does and returns; translations are in the fields <c>source</c> and <c>target</c>, and there
    /// they are what a member does and its name in words; the tags of a tagger stand behind <c>_</c>, and a line is a sentence; contexts, questions, answers and their places have a field each, and so have
    /// pictures and captions, which by default are Weft's own.</summary>
    /// <param name="task">The task, as settings write it; null is language modelling.</param>
    /// <param name="given">What the user gave.</param>
    public static JsonObject StartOf(string? task, JsonObject given)
    {
        if (task == Tagging)
            return new JsonObject { ["data"] = new JsonObject { ["tagSeparator"] = "_", ["documents"] = "line" } };
        if (task == Answering)
        {
            return new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["field"] = AskedRecord.ContextField,
                    ["second"] = AskedRecord.QuestionField,
                    ["answer"] = AskedRecord.AnswerField,
                    ["start"] = AskedRecord.StartField,
                },
            };
        }
        var source = Text(given["data"]?["source"]);
        if (task == Captioning)
        {
            var data = new JsonObject { ["field"] = PictureRecord.ImageField, ["second"] = PictureRecord.CaptionField, ["imageSize"] = DefaultImageSize };
            if (source is null)
                data.Add("source", DefaultPictures);
            return new JsonObject { ["data"] = data };
        }
        if (task is not (Classification or Matching or Translation))
            return [];
        var isDefaultCorpus = source is null || ApiDocsCorpus.IsMeant(source);
        if (task == Translation)
        {
            var (from, to) = isDefaultCorpus ? (ApiDocsWords.First, ApiDocsWords.Second) : ("source", "target");
            return new JsonObject { ["data"] = new JsonObject { ["field"] = from, ["second"] = to } };
        }
        if (task == Matching)
        {
            var (first, second, label) = isDefaultCorpus ? (ApiDocsPairs.First, ApiDocsPairs.Second, ApiDocsPairs.Field) : ("text1", "text2", GivenRecords.LabelField);
            return new JsonObject { ["data"] = new JsonObject { ["field"] = first, ["second"] = second, ["label"] = label } };
        }
        return new JsonObject { ["data"] = new JsonObject { ["label"] = isDefaultCorpus ? ApiDocsKinds.Field : GivenRecords.LabelField } };
    }

    /// <summary>The preset that is taken where none is named.</summary>
    /// <param name="given">What the user gave.</param>
    public static string PresetOf(JsonObject given) => NameIn(given) switch
    {
        Classification => "classify",
        Matching => AreReadApart(given) ? "match-apart" : "match",
        Tagging => "tag",
        Translation => "translate",
        Answering => "answer",
        Captioning => "caption",
        _ => PresetLayers.Default,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
