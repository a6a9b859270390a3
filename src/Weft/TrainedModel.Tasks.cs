using Weft.Foundation;
using Weft.Runtime;
using Weft.Tasks.Answering;
using Weft.Tasks.Classification;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;

namespace Weft;

/// <content>What models of other tasks than writing are asked: labels, pairs, vectors, tags, answers, translations, captions.</content>
public sealed partial class TrainedModel
{
    /// <summary>Predicts the label of a text, with a model that was trained with <c>task=classification</c>.</summary>
    /// <param name="text">The text; the model sees its first <c>training.context</c> tokens.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <exception cref="ConfigurationException">The model is no classifier.</exception>
    /// <exception cref="ArgumentException">There is no token in the text.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public LabelPrediction Predict(string text, CancellationToken stop = default) => EngineThread.Run(_requests.Prediction(text), stop);

    /// <inheritdoc cref="Predict"/>
    public Task<LabelPrediction> PredictAsync(string text, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Prediction(text), stop);

    /// <summary>Predicts the label of a pair of texts, with a model that was trained with <c>task=matching</c>.</summary>
    /// <param name="first">The first text; line ends count as blanks.</param>
    /// <param name="second">The second.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <returns>The prediction; its text has a line for each of the two.</returns>
    /// <exception cref="ConfigurationException">The model labels no pairs.</exception>
    /// <exception cref="ArgumentException">One of the texts is empty.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public LabelPrediction PredictPair(string first, string second, CancellationToken stop = default) => EngineThread.Run(_requests.Prediction(first, second), stop);

    /// <inheritdoc cref="PredictPair"/>
    public Task<LabelPrediction> PredictPairAsync(string first, string second, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Prediction(first, second), stop);

    /// <summary>Predicts the labels of texts, those of like length in a batch: faster than one by one.</summary>
    /// <param name="texts">The texts, read to their end before anything is predicted.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts]; null where a text has no token.</returns>
    /// <exception cref="ConfigurationException">The model is no classifier.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<LabelPrediction?> PredictAll(IEnumerable<string> texts, CancellationToken stop = default) => EngineThread.Run(_requests.Predictions(texts, stop), stop);

    /// <inheritdoc cref="PredictAll"/>
    public Task<IReadOnlyList<LabelPrediction?>> PredictAllAsync(IEnumerable<string> texts, CancellationToken stop = default) =>
        EngineThread.RunAsync(_requests.Predictions(texts, stop), stop);

    /// <summary>Gives vectors of texts to search by, with a model that was trained with <c>task=matching</c> and <c>matching.kind=apart</c>: the cosine between two of them, the sum of the
    /// products of their numbers, says how well the texts belong together.</summary>
    /// <param name="texts">The texts, read to their end before anything is done; of each the model sees the first <c>training.context</c> tokens.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts], vectors of length 1.</returns>
    /// <exception cref="ConfigurationException">The model reads no texts apart.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<float[]> Embed(IEnumerable<string> texts, CancellationToken stop = default) => EngineThread.Run(_requests.Vectors(texts, stop), stop);

    /// <inheritdoc cref="Embed"/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IEnumerable<string> texts, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Vectors(texts, stop), stop);

    /// <summary>Predicts the tags of a text's words, which stand between blanks, with a model that was trained with <c>task=tagging</c>.</summary>
    /// <inheritdoc cref="Predict" path="/param"/>
    /// <exception cref="ConfigurationException">The model is no tagger.</exception>
    public IReadOnlyList<TaggedWord> Tag(string text, CancellationToken stop = default) => EngineThread.Run(_requests.Tagging(text), stop);

    /// <inheritdoc cref="Tag"/>
    public Task<IReadOnlyList<TaggedWord>> TagAsync(string text, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Tagging(text), stop);

    /// <summary>Answers a question with a part of a text, with a model that was trained with <c>task=answering</c>.</summary>
    /// <param name="context">The text; one that is longer than <c>training.context</c> is read in windows.</param>
    /// <param name="question">The question; line ends count as blanks.</param>
    /// <param name="top">How many answers are told.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <exception cref="ConfigurationException">The model answers no questions.</exception>
    /// <exception cref="ArgumentException">One of the texts is empty, or <paramref name="top"/> is below 1.</exception>
    public AnswerPrediction Answer(string context, string question, int top = 1, CancellationToken stop = default) => EngineThread.Run(_requests.Answering(context, question, top), stop);

    /// <inheritdoc cref="Answer"/>
    public Task<AnswerPrediction> AnswerAsync(string context, string question, int top = 1, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Answering(context, question, top), stop);

    /// <summary>Predicts a class for each token that the program's own task makes of a text, with a model that was trained with it.</summary>
    /// <inheritdoc cref="Predict" path="/param"/>
    /// <exception cref="ConfigurationException">The model is of a task of Weft's.</exception>
    public IReadOnlyList<TokenPrediction> PredictTokens(string text, CancellationToken stop = default) => EngineThread.Run(_requests.TokenPredictions(text), stop);

    /// <inheritdoc cref="PredictTokens"/>
    public Task<IReadOnlyList<TokenPrediction>> PredictTokensAsync(string text, CancellationToken stop = default) => EngineThread.RunAsync(_requests.TokenPredictions(text), stop);

    /// <summary>Translates a text, with a model that was trained with <c>task=translation</c>.</summary>
    /// <param name="text">The text; line ends count as blanks, and the model sees its first <c>training.context</c> tokens.</param>
    /// <param name="beams">How many beginnings of a translation are followed at once, at least 1; 1 takes the likeliest token each time.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <exception cref="ConfigurationException">The model is no translator.</exception>
    /// <exception cref="ArgumentException">There is no token in the text.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public string Translate(string text, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Translation(text, beams, stop), stop);

    /// <inheritdoc cref="Translate"/>
    public Task<string> TranslateAsync(string text, int beams = 4, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Translation(text, beams, stop), stop);

    /// <summary>Translates texts, those of like length in a batch: faster than one by one.</summary>
    /// <param name="texts">The texts, read to their end before anything is translated.</param>
    /// <param name="beams">As of <see cref="Translate"/>.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts]; null where a text has no token.</returns>
    /// <exception cref="ConfigurationException">The model is no translator.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<string?> TranslateAll(IEnumerable<string> texts, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Translations(texts, beams, stop), stop);

    /// <inheritdoc cref="TranslateAll"/>
    public Task<IReadOnlyList<string?>> TranslateAllAsync(IEnumerable<string> texts, int beams = 4, CancellationToken stop = default) =>
        EngineThread.RunAsync(_requests.Translations(texts, beams, stop), stop);

    /// <summary>Captions a picture, with a model that was trained with <c>task=captioning</c>.</summary>
    /// <param name="path">The picture's file: PNG, JPEG or WebP. It is scaled to a square of <c>data.imageSize</c> pixels.</param>
    /// <param name="beams">As of <see cref="Translate"/>.</param>
    /// <param name="stop">Cancels the call while it is queued; once begun it runs to its end.</param>
    /// <exception cref="ConfigurationException">The model captions no pictures.</exception>
    /// <exception cref="InvalidDataException">The file is no picture, or is not there.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public string Caption(string path, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Caption(path, beams, stop), stop);

    /// <inheritdoc cref="Caption"/>
    public Task<string> CaptionAsync(string path, int beams = 4, CancellationToken stop = default) => EngineThread.RunAsync(_requests.Caption(path, beams, stop), stop);

    /// <summary>Captions pictures, a batch at a time: faster than one by one.</summary>
    /// <param name="paths">The pictures' files, whose names are read to their end before anything is captioned.</param>
    /// <param name="beams">As of <see cref="Translate"/>.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[paths]</returns>
    /// <exception cref="ConfigurationException">The model captions no pictures.</exception>
    /// <exception cref="InvalidDataException">A file is no picture, or is not there.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<string> CaptionAll(IEnumerable<string> paths, int beams = 4, CancellationToken stop = default) => EngineThread.Run(_requests.Captions(paths, beams, stop), stop);

    /// <inheritdoc cref="CaptionAll"/>
    public Task<IReadOnlyList<string>> CaptionAllAsync(IEnumerable<string> paths, int beams = 4, CancellationToken stop = default) =>
        EngineThread.RunAsync(_requests.Captions(paths, beams, stop), stop);
}
