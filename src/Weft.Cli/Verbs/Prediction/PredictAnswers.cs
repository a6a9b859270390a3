using Weft.Evaluation;
using Weft.Tasks.Answering;
using Weft.Tasks.Classification;
using Weft.Training;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Answers questions on texts.</summary>
/// <param name="trained">The model.</param>
/// <param name="top">How many answers are told of each question.</param>
internal sealed class PredictAnswers(LoadedModel trained, int top)
{
    private readonly QuestionAnswerer _answerer = trained.OpenAnswerer();

    /// <summary>The fields that <c>--data</c> gets: <c>answer</c>, <c>probability</c>, <c>answer2</c>, …</summary>
    public static IReadOnlyList<string> FieldsOf(int top) => FilePrediction.FieldsOf(top, "answer");

    /// <summary>Answers questions, each as soon as it is there.</summary>
    /// <param name="asked">Questions with their contexts, and where each was given.</param>
    /// <param name="output">Takes answers and probabilities with tabs between, a line for each question.</param>
    /// <param name="stop">Ends it between two questions.</param>
    public int Write(IEnumerable<(string Where, string Text)> asked, CommandOutput output, CancellationToken stop)
    {
        var told = new List<AnswerPrediction>();
        foreach (var (_, text) in asked)
        {
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var prediction = _answerer.Predict(text, top);
            output.Line(string.Join('\t', prediction.Answers.Select(answer => $"{TokenLossTable.Escape(answer.Text)}\t{answer.Probability:F4}")));
            if (output.WritesJson)
                told.Add(prediction);
        }
        output.Result(new { Predictions = told });
        return ExitCodes.Done;
    }

    /// <summary>Answers the questions of a file.</summary>
    /// <returns>[questions][fields]; null where there is no context.</returns>
    public IReadOnlyList<object?[]?> Answer(IReadOnlyList<string> asked, CancellationToken stop)
    {
        var predictions = new Queue<AnswerPrediction>(_answerer.Predict([.. asked.Where(text => text.Length > 0)], top, stop));
        return [.. asked.Select(text => text.Length == 0 ? null : Values(predictions.Dequeue()))];
    }

    // Short contexts have fewer answers than are asked for.
    private object?[] Values(AnswerPrediction prediction) =>
        [.. prediction.Answers.SelectMany(answer => new object?[] { answer.Text.ReplaceLineEndings(" "), answer.Probability }).Concat(Enumerable.Repeat<object?>(null, 2 * (top - prediction.Answers.Count)))];
}
