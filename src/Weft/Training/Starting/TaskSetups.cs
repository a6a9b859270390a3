using Weft.Data.Batching;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Tasks.Captioning;
using Weft.Tasks.Classification;
using Weft.Tasks.LanguageModelling;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;
using Weft.Tasks.Translation;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Training.Starting;

/// <summary>How a run's options want text to become examples, and models to be measured, task by task.</summary>
internal static class TaskSetups
{
    /// <summary>How the options want a language model to be trained and measured.</summary>
    public static LanguageModellingSetup SetupOf(RunOptions options) => Common(options, new LanguageModellingSetup
    {
        Context = options.Training.Context,
        Batch = options.Training.Batch,
        Batching = options.Training.Batching,
        Thinning = options.Sampling.Thinning,
    });

    /// <summary>How the options want a classifier to be trained and measured.</summary>
    public static ClassificationSetup ClassifierSetupOf(RunOptions options, ITokenizer tokenizer, Vocabulary vocabulary) => Common(options, new ClassificationSetup
    {
        Context = options.Training.Context,
        Batch = options.Training.Batch,
        Task = options.Task,
        Labels = options.Data.Labels,
        IsApart = IsApart(options),
        Ngrams = options.Model.Ngrams.Finder is { } finder ? new TextNgrams(finder, tokenizer, vocabulary, isPair: options.Task == TaskKind.Matching && !IsApart(options)) : null,
    });

    /// <summary>How the options want a tagger to be trained and measured.</summary>
    public static TaggingSetup TaggerSetupOf(RunOptions options, ITokenizer tokenizer, Vocabulary vocabulary) => Common(options, new TaggingSetup
    {
        Context = options.Training.Context,
        Batch = options.Training.Batch,
        Ngrams = options.Model.Ngrams.Finder is { } finder ? new WordNgrams(finder, tokenizer, vocabulary) : null,
    });

    /// <summary>How the options want a translator to be trained and measured.</summary>
    public static TranslationSetup TranslatorSetupOf(RunOptions options, ITokenizer tokenizer, SourceTokens? source) => Common(options, new TranslationSetup
    {
        Context = options.Training.Context,
        Batch = options.Training.Batch,
        Tokenizer = tokenizer,
        Source = source,
    });

    /// <summary>How the options want a model that answers questions to be trained and measured.</summary>
    public static AnsweringSetup AnswererSetupOf(RunOptions options, ITokenizer tokenizer) =>
        Common(options, new AnsweringSetup { Tokenizer = tokenizer, Context = options.Training.Context, Batch = options.Training.Batch });

    /// <summary>How the options want what captions pictures to be trained and measured.</summary>
    public static CaptioningSetup CaptionerSetupOf(RunOptions options, ITokenizer tokenizer) => Common(options, new CaptioningSetup
    {
        Context = options.Training.Context,
        Batch = options.Training.Batch,
        Tokenizer = tokenizer,
        Grid = GridOf(options),
        Shift = options.Sampling.ImageShift,
        Color = options.Sampling.ImageColor,
    });

    /// <summary>How a model cuts pictures.</summary>
    public static PatchGrid GridOf(RunOptions options) => new(options.Data.ImageSize, options.Model.Patch);

    /// <summary>How the options want the model of a program's own task to be trained and measured.</summary>
    public static OwnTaskSetup OwnSetupOf(RunOptions options, CheckedTask task) =>
        Common(options, new OwnTaskSetup { Task = task, Context = options.Training.Context, Batch = options.Training.Batch });

    /// <summary>Whether a model reads the two texts of a pair alone.</summary>
    public static bool IsApart(RunOptions options) => options.Task == TaskKind.Matching && options.Matching.Kind == MatchingKind.Apart;

    private static T Common<T>(RunOptions options, T setup)
        where T : TaskSetup => (T)((TaskSetup)setup with
        {
            Padding = options.Training.Padding,
            Seed = options.Seed,
            WordDropout = options.Sampling.WordDropout,
            Evaluation = options.Evaluation,
            Precision = options.Runtime.Precision,
        });
}
