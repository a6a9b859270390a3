using Weft.Data;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks;
using Weft.Text;

namespace Weft.Runs.Options;

/// <summary>What a task asks of the other settings.</summary>
internal static class TaskRules
{
    /// <summary>Notes everything that is wrong.</summary>
    public static void Validate(RunOptions options, Problems problems)
    {
        var isOwn = options.Task == TaskKind.Own;
        problems.Require(
            options.Model.Attention == AttentionChoice.Auto || (!isOwn && options.Task is not (TaskKind.LanguageModelling or TaskKind.Translation)), "model.attention", NameOf(options.Model.Attention),
            "be auto where the task is none of classification, matching, tagging and answering");
        problems.Require(options.Vectors.File.Length == 0 || options.Training.From.Length == 0, "vectors.file", options.Vectors.File, "be empty where training.from names a run: its model has vectors");
        problems.Require(
            Enum.IsDefined(options.Task) && (!isOwn || options.Plugins?.Task is not null), "task", isOwn ? "own" : options.Task,
            "be language-modelling, classification, matching, tagging, translation, answering or captioning; a program gives a task of its own with TrainingBuilder.UseTask");
        problems.Require(
            options.Matching.Kind == MatchingKind.Together || options.Task == TaskKind.Matching, "matching.kind", options.Matching.Kind.ToString().ToLowerInvariant(), "be together where the task is not matching");
        problems.Require(
            options.Data.Vocabularies != VocabularySharing.Separate || options.Task == TaskKind.Translation, "data.vocabularies", "separate", "be shared where the task is not translation: there is one vocabulary");
        problems.Require(
            options.Data.Vocabularies != VocabularySharing.Separate || options.Vectors.File.Length == 0, "vectors.file", options.Vectors.File, "be empty where data.vocabularies is separate: vectors are of one vocabulary");
        if (options.Task != TaskKind.Captioning)
            RequireNoPictures(options, problems);
        if (!TaskClasses.AreOfRecords(options.Task))
        {
            var rule = "where the task is neither classification nor matching";
            problems.Require(
                !options.Model.Ngrams.Any || options.Task == TaskKind.Tagging, "model.ngrams.buckets", options.Model.Ngrams.Buckets, "be 0 where the task is none of classification, matching and tagging");
            problems.Require(options.Model.Pooling == PoolingKind.Mean, "model.pooling", options.Model.Pooling.ToString().ToLowerInvariant(), $"be left as it is {rule}");
        }
        if (options.Task == TaskKind.LanguageModelling)
        {
            problems.Require(options.Data.Second.Length == 0, "data.second", options.Data.Second, "be empty where task is language-modelling");
            problems.Require(options.Data.Answer.Length == 0, "data.answer", options.Data.Answer, "be empty where task is language-modelling");
            problems.Require(
                options.Data.TagSeparator.Length == 0 || options.Data.Level == TextLevel.Word, "data.tagSeparator", options.Data.TagSeparator,
                "be empty unless data.level is word or task is tagging");
            return;
        }
        RequireTargets(options, Require);
        Require(options.Model.Softmax == SoftmaxKind.Full, "model.softmax", "adaptive", "be full");
        Require(
            options.Training.Batching is BatchingMode.Chunks or BatchingMode.Padded, "training.batching", NameOf(options.Training.Batching),
            "be left as it is, since each text is a row of a padded batch,");
        Require(options.Sampling.Thinning.Keep == 1, "sampling.thinning.keep", options.Sampling.Thinning.Keep, TaskClasses.AreOfRecords(options.Task) ? "be 1, since each text has one target," : "be 1");
        Require(options.Sampling.Curriculum.StartLength == 0, "sampling.curriculum.startLength", options.Sampling.Curriculum.StartLength, "be 0, since texts are not cut,");
        Require(options.Evaluation.Stride == 0, "evaluation.stride", options.Evaluation.Stride, "be 0");

        void Require(bool holds, string key, object? value, string rule)
        {
            if (!holds)
                problems.Require(holds, key, value, $"{rule} where {(isOwn ? "a program brings the task" : $"task is {options.Task.ToString().ToLowerInvariant()}")}");
        }
    }

    // Where the targets come from.
    private static void RequireTargets(RunOptions options, Action<bool, string, object?, string> require)
    {
        var (data, isTagging) = (options.Data, options.Task == TaskKind.Tagging);
        if (options.Task is TaskKind.Own or TaskKind.Answering)
            require(options.Training.ClassWeights == ClassWeights.None, "training.classWeights", options.Training.ClassWeights, "be none");
        if (TaskClasses.AreOfRecords(options.Task))
        {
            require(
                data.Label.Length > 0 || options.Matching.Kind == MatchingKind.Apart, "data.label", null,
                options.Task == TaskKind.Matching ? "name the field or column that holds the labels, unless matching.kind is apart," : "name the field or column that holds the labels");
        }
        if (options.Task == TaskKind.Answering)
            RequireAnswers(options, require);
        else
            require(data.Answer.Length == 0, "data.answer", data.Answer, "be empty");
        if (options.Task is TaskKind.Matching or TaskKind.Translation or TaskKind.Answering or TaskKind.Captioning)
            require(data.Second.Length > 0, "data.second", null, $"name the field or column that holds the {(options.Task == TaskKind.Answering ? "question" : options.Task == TaskKind.Captioning ? "caption" : "second text")}");
        else
            require(data.Second.Length == 0, "data.second", data.Second, "be empty");
        if (options.Task == TaskKind.Captioning)
            RequirePictures(options, require);
        if (options.Task is TaskKind.Translation or TaskKind.Captioning)
            require(data.Label.Length == 0, "data.label", data.Label, "be empty");
        if (isTagging)
        {
            require(data.Label.Length == 0, "data.label", data.Label, "be empty");
            require(data.Level == TextLevel.Raw, "data.level", data.Level.ToString().ToLowerInvariant(), "be raw, with data.tokenizer=blanks for a token a word,");
        }
        require(isTagging == data.TagSeparator.Length > 0, "data.tagSeparator", data.TagSeparator.Length > 0 ? data.TagSeparator : null, isTagging ? "be the character between a word and its tag" : "be empty");
    }

    private static void RequirePictures(RunOptions options, Action<bool, string, object?, string> require)
    {
        var (size, patch) = (options.Data.ImageSize, options.Model.Patch);
        require(size > 0, "data.imageSize", size, "be from 8 to 256");
        require(patch > 0 && size % patch == 0, "model.patch", patch, $"divide data.imageSize ({size})");
        require(options.Model.Dimension % 4 == 0, "model.dimension", options.Model.Dimension, "be a multiple of 4");
        require(!options.Model.IsProjected, "model.embeddingDimension", options.Model.EmbeddingDimension, "be 0");
    }

    private static void RequireNoPictures(RunOptions options, Problems problems)
    {
        const string Rule = "be 0 where the task is not captioning";
        problems.Require(options.Data.ImageSize == 0, "data.imageSize", options.Data.ImageSize, Rule);
        problems.Require(options.Sampling.ImageShift == 0, "sampling.imageShift", options.Sampling.ImageShift, Rule);
        problems.Require(options.Sampling.ImageColor == 0, "sampling.imageColor", options.Sampling.ImageColor, Rule);
    }

    private static void RequireAnswers(RunOptions options, Action<bool, string, object?, string> require)
    {
        var data = options.Data;
        require(data.Answer.Length > 0, "data.answer", null, "name the field or column that holds the answer");
        require(data.Label.Length == 0, "data.label", data.Label, "be empty");
        require(data.Level == TextLevel.Raw, "data.level", data.Level.ToString().ToLowerInvariant(), "be raw");
        require(
            data.Tokenizer is "auto" or "bytes" || data.Tokenizer.StartsWith("bpe", StringComparison.Ordinal) || data.Tokenizer.StartsWith("tiktoken", StringComparison.Ordinal), "data.tokenizer",
            data.Tokenizer, "be one of bytes, such as bpe or bytes, which gives texts back letter by letter,");
        require(!options.Model.FrequencyBias, "model.frequencyBias", options.Model.FrequencyBias, "be false");
        require(options.Training.Context >= 4, "training.context", options.Training.Context, "be at least 4");
    }

    private static string NameOf(Enum mode) => mode.ToString().ToLowerInvariant();
}
