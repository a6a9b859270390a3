using Weft.Evaluation;
using Weft.Tasks.Tagging;
using Weft.Training;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Tags the words of texts: on the screen a word a line, in files <c>word_TAG</c>, as the model's own text was written.</summary>
/// <param name="trained">The tagger.</param>
internal sealed class PredictTags(LoadedModel trained)
{
    /// <summary>The field that <c>--data</c> gets.</summary>
    public const string Field = "tagged";

    private readonly TextTagger _tagger = trained.OpenTagger();

    /// <summary>Tags texts, each as soon as it is there; an empty line stands between two.</summary>
    /// <param name="texts">The texts, and where each was given.</param>
    /// <param name="output">Takes words, tags and probabilities with tabs between.</param>
    /// <param name="stop">Ends it between two texts.</param>
    public int Write(IEnumerable<(string Where, string Text)> texts, CommandOutput output, CancellationToken stop)
    {
        var told = new List<TaggedText>();
        var isFirst = true;
        foreach (var (where, text) in texts)
        {
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var words = _tagger.Predict(text);
            if (words.Count == 0)
                throw new InvalidDataException($"{where} has no word to tag. Give it some, or leave it out.");
            if (!isFirst)
                output.Line("");
            isFirst = false;
            foreach (var word in words)
                output.Line($"{TokenLossTable.Escape(word.Word)}\t{word.Tag}\t{word.Probability:F4}");
            if (output.WritesJson)
                told.Add(new TaggedText(text, words));
        }
        output.Result(new { Predictions = told });
        return ExitCodes.Done;
    }

    /// <summary>Tags texts of a file.</summary>
    /// <returns>[texts][1] all words with their tags; null where a text has no word.</returns>
    public IReadOnlyList<object?[]?> Tag(IReadOnlyList<string> texts, CancellationToken stop)
    {
        var separator = trained.Options.Data.TagSeparator;
        return [.. _tagger.Predict(texts, stop).Select(words => words.Count == 0 ? null : new object?[] { string.Join(' ', words.Select(word => $"{word.Word}{separator}{word.Tag}")) })];
    }

    /// <summary>A text as <c>--json</c> has it.</summary>
    private sealed record TaggedText(string Text, IReadOnlyList<TaggedWord> Words);
}
