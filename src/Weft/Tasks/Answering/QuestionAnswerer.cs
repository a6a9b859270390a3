using System.Runtime.InteropServices;
using Weft.Data.Batching;
using Weft.Data.Preparing.Encoding;
using Weft.Modeling;
using Weft.Text.Reading.Answers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Answering;

/// <summary>Finds answers in contexts, which are read as those that the model was trained on.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="mayBeNone">Whether it has learnt questions without an answer.</param>
/// <param name="setup">How questions become examples.</param>
internal sealed class QuestionAnswerer(TransformerModel model, Vocabulary vocabulary, bool mayBeNone, AnsweringSetup setup)
{
    /// <summary>Answers a question.</summary>
    /// <param name="asked">Question and context, as <see cref="AskedText"/> joins them.</param>
    /// <param name="top">How many answers are told.</param>
    public AnswerPrediction Predict(string asked, int top) => Predict([asked], top, CancellationToken.None)[0];

    /// <summary>Answers questions, those of like length in a batch.</summary>
    /// <returns>[questions]</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<AnswerPrediction> Predict(IReadOnlyList<string> asked, int top, CancellationToken stop)
    {
        var questions = asked.Select(Encode).ToList();
        var windows = questions.SelectMany(question => ContextWindows.Of(question.Ids.Count, question.Context.Count, setup.Context)
            .Select(window => new Window(question, window.From, window.Length))).OrderBy(LengthOf);
        model.SetTraining(false);
        using var frozen = no_grad();
        var buffer = new BatchBuffer();
        foreach (var some in windows.Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            PredictBatch(some, buffer, top);
        }
        return [.. questions.Select(question => PredictionOf(question, top))];
    }

    private void PredictBatch(Window[] windows, BatchBuffer buffer, int top)
    {
        using var scope = NewDisposeScope();
        buffer.Begin([.. Enumerable.Range(0, windows.Length).Select(row => (long)row)], [.. windows.Select(LengthOf)], vocabulary.EndOfTextId, setup.Padding);
        foreach (var (row, (question, from, length)) in windows.Index())
        {
            var ids = buffer.IdsOf(row);
            var seen = ContextWindows.QuestionIn(question.Ids.Count, setup.Context);
            for (var place = 0; place < seen; place++)
                ids[place] = question.Ids[place];
            AskedTexts.MarkPlaces(ids, buffer.TargetsOf(row), seen, vocabulary.EndOfTextId);
            for (var place = 0; place < length; place++)
                ids[seen + 1 + place] = question.Context[from + place];
        }
        var batch = buffer.ToBatch(model.Weights.Values.device);
        var found = SpanHead.LogProbabilities(model, batch, model.Hidden(batch).flatten(0, 1));
        foreach (var (window, spans) in windows.Zip(SpanSearch.Of(batch, found, setup.Evaluation.LongestAnswer, top)))
            window.Question.Found.Add((window.From, spans));
    }

    private AnswerPrediction PredictionOf(Question question, int top)
    {
        var spans = TokenSpans.Of(question.Text, CollectionsMarshal.AsSpan(question.Context), setup.Tokenizer, vocabulary);
        // Windows come by their length: their order is that of the context again.
        var chosen = AnswerChoice.Of([.. question.Found.OrderBy(window => window.From)], mayBeNone, top);
        var answers = chosen.Select(answer =>
        {
            var (start, length) = answer.IsThere ? answer.In(question.Text, spans) : (-1, 0);
            return new AnswerSpan(start < 0 ? "" : question.Text.Substring(start, length), start, Math.Exp(answer.LogProbability));
        }).ToList();
        return new AnswerPrediction(question.Asked, question.Text, answers[0].Text, answers[0].Start, answers[0].Probability, answers);
    }

    private Question Encode(string asked)
    {
        var encoder = new AskedEncoder(setup.Tokenizer, vocabulary);
        var (question, context) = AskedText.Split(asked);
        return new Question(question, context, encoder.Encode(question), encoder.Encode(context), []);
    }

    private int LengthOf(Window window) => ContextWindows.QuestionIn(window.Question.Ids.Count, setup.Context) + 1 + window.Length;

    private sealed record Question(string Asked, string Text, List<int> Ids, List<int> Context, List<(int From, RowSpans Spans)> Found);

    private sealed record Window(Question Question, int From, int Length);
}
