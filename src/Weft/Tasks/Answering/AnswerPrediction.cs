namespace Weft.Tasks.Answering;

/// <summary>What a model answers to a question.</summary>
/// <param name="Question">The question, its line ends as blanks.</param>
/// <param name="Context">The text that the answer is a part of; its line ends are <c>\n</c>.</param>
/// <param name="Answer">The likeliest answer, as it stands in the context; empty where the context is likelier to have none.</param>
/// <param name="Start">Where it begins in the context, in characters; -1 where there is none.</param>
/// <param name="Probability">Its probability, among all answers in what the model sees at once.</param>
/// <param name="Answers">The likeliest answers, the best first.</param>
public sealed record AnswerPrediction(string Question, string Context, string Answer, int Start, double Probability, IReadOnlyList<AnswerSpan> Answers);

/// <summary>A possible answer.</summary>
/// <param name="Text">Its text; empty for no answer.</param>
/// <param name="Start">Where it begins in the context, in characters; -1 for no answer.</param>
/// <param name="Probability">Its probability.</param>
public sealed record AnswerSpan(string Text, int Start, double Probability);
