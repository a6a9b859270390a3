using System.Runtime.InteropServices;
using Weft.Data.Store;
using Weft.Text.Reading.Answers;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Encodes a question, its context and the answers, as <see cref="AnswerTags"/> says. Whoever predicts encodes the first two alike.</summary>
/// <param name="tokenizer">What makes the tokens.</param>
/// <param name="vocabulary">Their ids.</param>
internal sealed class AskedEncoder(ITokenizer tokenizer, Vocabulary vocabulary)
{
    /// <summary>The tokens of a text, without an end of text.</summary>
    public List<int> Encode(ReadOnlySpan<char> text)
    {
        var ids = new List<int>();
        tokenizer.Encode(text, vocabulary, endsDocument: false, ids);
        return ids;
    }

    /// <summary>Appends a document.</summary>
    /// <param name="text">Question and context, as <see cref="AskedText"/> joins them.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="ids">Takes the tokens.</param>
    /// <param name="tags">Takes a tag for each.</param>
    /// <exception cref="InvalidDataException">The tokenizer does not give texts back.</exception>
    public void Append(ReadOnlySpan<char> text, GivenAnswers answers, List<int> ids, List<int> tags)
    {
        var at = AskedText.ContextAt(text);
        Append(Encode(text[..(at - 1)]), ids, tags);
        var context = Encode(text[at..]);
        // Checked of every context: what is predicted are places in it.
        var spans = TokenSpans.Of(text[at..], CollectionsMarshal.AsSpan(context), tokenizer, vocabulary);
        var first = ids.Count;
        Append(context, ids, tags);
        if (answers.Texts.Count == 0)
            return;
        var (begin, end) = (answers.Start - at, answers.Start - at + answers.Texts[0].Length);
        var tag = AnswerTags.BeginId;
        foreach (var (token, span) in spans.Index())
        {
            if (span.End <= begin || span.Start >= end)
                continue;
            tags[first + token] = tag;
            tag = AnswerTags.InsideId;
        }
        foreach (var answer in answers.Texts)
            Append(Encode(answer), ids, tags);
    }

    private void Append(List<int> own, List<int> ids, List<int> tags)
    {
        ids.AddRange(own);
        ids.Add(vocabulary.EndOfTextId);
        tags.AddRange(Enumerable.Repeat(TagTable.NoneId, own.Count));
        tags.Add(TagTable.EndOfTextId);
    }
}
