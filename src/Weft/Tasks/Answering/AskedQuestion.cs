using Weft.Data.Store;

namespace Weft.Tasks.Answering;

/// <summary>A question in a token store, as <see cref="AnswerTags"/> says.</summary>
/// <param name="Begin">Where it begins in the split.</param>
/// <param name="Question">Its tokens.</param>
/// <param name="Context">The tokens of its context.</param>
internal readonly record struct AskedQuestion(long Begin, int Question, int Context)
{
    /// <summary>Where its context begins in the split.</summary>
    public long ContextBegin => Begin + Question + 1;

    /// <summary>Reads a document.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="document">The document's number.</param>
    /// <param name="end">The end-of-text token.</param>
    /// <param name="answer">The first and the last token of the answer, in the context; null where there is none.</param>
    public static AskedQuestion Read(TokenSequence tokens, long document, int end, out (int Begin, int End)? answer)
    {
        var (ids, begin) = TokensOf(tokens, document);
        var question = Array.IndexOf(ids, end);
        var context = Array.IndexOf(ids, end, question + 1) - question - 1;
        var tags = new int[context];
        tokens.CopyTags(begin + question + 1, tags);
        var first = Array.IndexOf(tags, AnswerTags.BeginId);
        answer = first < 0 ? null : (first, Math.Max(first, Array.LastIndexOf(tags, AnswerTags.InsideId)));
        return new AskedQuestion(begin, question, context);
    }

    /// <summary>The tokens of a document: those of the question, of the context, and of each right answer.</summary>
    public static IReadOnlyList<int[]> Parts(TokenSequence tokens, long document, int end)
    {
        var parts = new List<int[]>();
        for (var rest = TokensOf(tokens, document).Ids.AsSpan(); !rest.IsEmpty;)
        {
            var length = rest.IndexOf(end);
            parts.Add(rest[..length].ToArray());
            rest = rest[(length + 1)..];
        }
        return parts;
    }

    private static (int[] Ids, long Begin) TokensOf(TokenSequence tokens, long document)
    {
        var begin = tokens.DocumentStart(document);
        var ids = new long[tokens.DocumentStart(document + 1) - begin];
        tokens.CopyTo(begin, ids);
        return (Array.ConvertAll(ids, id => (int)id), begin);
    }
}
