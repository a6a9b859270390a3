using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runs.Options.Layers;
using Weft.Runs.Settings;
using Weft.Tasks;
using Weft.Text.Tokenizers;

namespace Weft.Runs;

/// <summary>What settings take from the run that <c>training.from</c> names: its tokens, and the shape of its layers. What is given otherwise does not fit.</summary>
internal static class StartLayer
{
    // What the tensors of the body are, and what is worked out with them.
    private static readonly string[] OfBody =
        ["dimension", "embeddingDimension", "layers", "heads", "feedForward", "biases", "norm", "positions", "activation", "scaleEmbedding", "patch"];

    // The same of the head, where the task is the same.
    private static readonly string[] OfHead = ["tieEmbeddings", "softmax", "adaptive"];

    // What a head of the same task sees; another one begins anew.
    private static readonly string[] Proposed = ["pooling", "ngrams"];

    private static readonly string[] ChooseAttention = [TaskLayers.Classification, TaskLayers.Matching, TaskLayers.Tagging, TaskLayers.Answering];

    /// <summary>Reads the options of a run; what is wrong with it is noted.</summary>
    /// <returns>Null where it cannot be read.</returns>
    public static RunOptions? Read(string run, Problems problems)
    {
        try
        {
            return problems.Collect(() => RunFolder.Open(run).ReadOptions());
        }
        catch (InvalidDataException e)
        {
            problems.Add($"training.from: {e.Message}");
            return null;
        }
    }

    /// <summary>The layer of settings.</summary>
    /// <param name="source">The options of the run.</param>
    /// <param name="task">What is to be learnt, as settings write it; null is language modelling.</param>
    public static JsonObject Of(RunOptions source, string? task)
    {
        var shape = TreeOf(source)["model"]!.AsObject();
        var isSame = IsSame(source, task ?? OptionKeys.WordOf(TaskKind.LanguageModelling));
        var keys = isSame ? [.. KeysOf(source, isSame), .. Proposed] : KeysOf(source, isSame);
        var model = new JsonObject(keys.Select(key => KeyValuePair.Create(key, shape[key]?.DeepClone())));
        if (ChooseAttention.Contains(task))
            model["attention"] = OptionKeys.WordOf(source.Task == TaskKind.LanguageModelling ? AttentionChoice.Causal : source.Model.Attention);
        var data = new JsonObject { ["tokenizer"] = source.Data.Tokenizer };
        if (isSame)
            data["vocabularies"] = OptionKeys.WordOf(source.Data.Vocabularies);
        return new JsonObject { ["model"] = model, ["data"] = data };
    }

    /// <summary>A program's options with the layer in them: it replaces what is as the preset has it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="problems">Takes what does not fit.</param>
    public static RunOptions Fit(RunOptions options, Problems problems)
    {
        if (options.Training.From.Length == 0 || Read(options.Training.From, problems) is not { } source)
            return options;
        var preset = new OptionTree();
        preset.Set("preset", PresetLayers.Names.Contains(options.Preset) ? options.Preset : PresetLayers.Default);
        var tree = TreeOf(options);
        Lay(Of(source, OptionKeys.WordOf(options.Task)), tree, TreeOf(preset.Build()));
        options = tree.Deserialize<RunOptions>(WeftJson.OneLine)!;
        Require(source, options, problems);
        return options;
    }

    /// <summary>Notes what does not fit the run.</summary>
    /// <param name="source">The options of the run.</param>
    /// <param name="options">Those of the training that starts from it.</param>
    /// <param name="problems">Takes it.</param>
    public static void Require(RunOptions source, RunOptions options, Problems problems)
    {
        var (from, task) = (options.Training.From, OptionKeys.WordOf(options.Task));
        // What has an encoder and a decoder has twice the tensors, and reads something else with the first half.
        if (source.Task != options.Task && (HasEncoder(source.Task) || HasEncoder(options.Task)))
        {
            problems.Add(HasEncoder(options.Task)
                ? $"training.from is {from}, which was trained with task={OptionKeys.WordOf(source.Task)}: what has an encoder and a decoder starts from a run of its own task alone, {task}. Name such a run, or leave --from out."
                : $"training.from is {from}, which was trained with task={OptionKeys.WordOf(source.Task)}: what has an encoder and a decoder starts its own task alone, and task is {task}. Name another run, or leave --from out.");
            return;
        }
        if (options.Task == TaskKind.Captioning && options.Data.ImageSize != source.Data.ImageSize)
            problems.Add($"data.imageSize is {options.Data.ImageSize}, and the model of {from} reads pictures of {source.Data.ImageSize} pixels. Set data.imageSize={source.Data.ImageSize}.");
        if (options.Data.Tokenizer != "auto" && TokenizerFactory.Resolve(options.Data.Tokenizer) != source.Data.Tokenizer)
            problems.Add($"data.tokenizer is {options.Data.Tokenizer}, and the model of {from} reads the tokens of {source.Data.Tokenizer}. Leave --tokenizer out.");
        if (options.Data.Vocabularies != source.Data.Vocabularies)
            problems.Add($"data.vocabularies is {OptionKeys.WordOf(options.Data.Vocabularies)}, and the model of {from} has {OptionKeys.WordOf(source.Data.Vocabularies)} ones. Leave data.vocabularies out.");
        var (has, asked) = (TreeOf(source)["model"]!, TreeOf(options)["model"]!);
        foreach (var key in KeysOf(source, IsSame(source, task)).Where(key => !JsonNode.DeepEquals(has[key], asked[key])))
            problems.Add($"model.{key} is {Setting.TextOf(asked[key])}, and the model of {from} has {Setting.TextOf(has[key])}: what starts from a run has its shape. Leave model.{key} out.");
        if (HasTrainedPositions(source) && options.Training.Context > source.Model.MaximumPositions)
            problems.Add($"The model of {from} has trained positions for {source.Model.MaximumPositions} tokens and no more: set training.context to {source.Model.MaximumPositions} at most.");
    }

    private static string[] KeysOf(RunOptions source, bool isSameTask) =>
        [.. OfBody, .. isSameTask ? OfHead : [], .. HasTrainedPositions(source) ? new[] { "maximumPositions" } : []];

    private static bool IsSame(RunOptions source, string task) => OptionKeys.WordOf(source.Task) == task;

    private static bool HasEncoder(TaskKind task) => task is TaskKind.Translation or TaskKind.Captioning;

    private static bool HasTrainedPositions(RunOptions source) => source.Model.Positions is PositionEncoding.Learned or PositionEncoding.SinusoidalTrainable;

    private static void Lay(JsonObject layer, JsonObject tree, JsonObject preset)
    {
        foreach (var (key, value) in layer)
        {
            if (value is JsonObject inner)
                Lay(inner, tree[key]!.AsObject(), preset[key]!.AsObject());
            else if (JsonNode.DeepEquals(tree[key], preset[key]))
                tree[key] = value?.DeepClone();
        }
    }

    private static JsonObject TreeOf(RunOptions options) => JsonSerializer.SerializeToNode(options, WeftJson.OneLine)!.AsObject();
}
