using Weft.Foundation;
using Weft.Generation;
using Weft.Tasks.Answering;
using Weft.Tasks.Classification;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Records;

namespace Weft;

/// <summary>What a program asks of a model. Arguments are checked where it asks, on the caller's thread; what is given back does the work, on the engine's.</summary>
/// <param name="use">What does the work.</param>
internal sealed class ModelRequests(ModelInUse use)
{
    /// <summary>Writes on from a prompt.</summary>
    public Func<GeneratedText> Writing(string prompt, GenerationOptions? options, Action<string> write, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= new();
        var problems = new Problems();
        options.Validate(problems, isCommand: false);
        problems.ThrowIfAny();
        return () => use.Write(prompt, options, write, stop);
    }

    /// <summary>Tells the label of a text.</summary>
    public Func<LabelPrediction> Prediction(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return () => use.Predict(text);
    }

    /// <summary>Tells the label of a pair of texts.</summary>
    public Func<LabelPrediction> Prediction(string first, string second)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        ArgumentException.ThrowIfNullOrWhiteSpace(second);
        return () => use.PredictPair(RecordPair.Join(first, second));
    }

    /// <summary>Tells the labels of texts.</summary>
    public Func<IReadOnlyList<LabelPrediction?>> Predictions(IEnumerable<string> texts, CancellationToken stop)
    {
        var all = All(texts);
        return () => use.PredictAll(all, stop);
    }

    /// <summary>Gives the vectors of texts.</summary>
    public Func<IReadOnlyList<float[]>> Vectors(IEnumerable<string> texts, CancellationToken stop)
    {
        var all = All(texts);
        return () => use.Embed(all, stop);
    }

    /// <summary>Translates a text.</summary>
    public Func<string> Translation(string text, int beams, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        return () => use.Translate([text], beams, stop)[0] ?? throw new ArgumentException("There is no token in the text to translate.", nameof(text));
    }

    /// <summary>Translates texts.</summary>
    public Func<IReadOnlyList<string?>> Translations(IEnumerable<string> texts, int beams, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        var all = All(texts);
        return () => use.Translate(all, beams, stop);
    }

    /// <summary>Captions a picture.</summary>
    public Func<string> Caption(string path, int beams, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        return () => use.Caption([path], beams, stop)[0];
    }

    /// <summary>Captions pictures.</summary>
    public Func<IReadOnlyList<string>> Captions(IEnumerable<string> paths, int beams, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        var all = All(paths);
        return () => use.Caption(all, beams, stop);
    }

    /// <summary>Tells the tags of a text's words.</summary>
    public Func<IReadOnlyList<TaggedWord>> Tagging(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return () => use.Tag(text);
    }

    /// <summary>Answers a question.</summary>
    public Func<AnswerPrediction> Answering(string context, string question, int top)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        return () => use.Answer(AskedText.Join(question, context), top);
    }

    /// <summary>Tells the classes of a text's tokens.</summary>
    public Func<IReadOnlyList<TokenPrediction>> TokenPredictions(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return () => use.PredictTokens(text);
    }

    private static string[] All(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        // On the caller's thread: what makes them may ask a model.
        string[] all = [.. texts];
        foreach (var text in all)
            ArgumentNullException.ThrowIfNull(text, nameof(texts));
        return all;
    }
}
