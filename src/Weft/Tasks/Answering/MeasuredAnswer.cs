using Weft.Data.Store;
using Weft.Text.Reading.Answers;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Answering;

/// <summary>What a model answered to a question whose right answers are known.</summary>
/// <param name="Question">The question.</param>
/// <param name="Right">The right answers; none where there is none.</param>
/// <param name="Answer">What it answered; empty for no answer.</param>
/// <param name="Probability">The probability of that.</param>
/// <param name="IsExact">Whether it is one of the right ones.</param>
/// <param name="F1">Which part of the words is right: see <see cref="SquadMeasure"/>.</param>
internal sealed record MeasuredAnswer(string Question, IReadOnlyList<string> Right, string Answer, double Probability, bool IsExact, double F1)
{
    /// <summary>Measures what was chosen.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="document">The question's number in it.</param>
    /// <param name="vocabulary">Its tokens.</param>
    /// <param name="tokenizer">Gives their text.</param>
    /// <param name="chosen">The answer.</param>
    public static MeasuredAnswer Of(TokenSequence tokens, long document, Vocabulary vocabulary, ITokenizer tokenizer, ChosenAnswer chosen)
    {
        var parts = AskedQuestion.Parts(tokens, document, vocabulary.EndOfTextId);
        List<string> right = [.. parts.Skip(2).Select(part => tokenizer.Decode(part, vocabulary))];
        var answer = chosen.IsThere ? TextOf(parts[1], chosen, tokenizer, vocabulary) : "";
        var (isExact, f1) = SquadMeasure.Of(answer, right);
        return new MeasuredAnswer(tokenizer.Decode(parts[0], vocabulary), right, answer, Math.Exp(chosen.LogProbability), isExact, f1);
    }

    private static string TextOf(int[] context, ChosenAnswer chosen, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        var text = tokenizer.Decode(context, vocabulary);
        var (start, length) = chosen.In(text, TokenSpans.Of(text, context, tokenizer, vocabulary));
        return text.Substring(start, length);
    }
}
