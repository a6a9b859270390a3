using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Vectors.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Training.Vectors;

/// <summary>The words of a training split, line by line, as the counting of pairs takes them.</summary>
internal static class TextTokens
{
    private const int TokensAtOnce = 1 << 16;

    /// <summary>Whether a token is a word that a line of a file of vectors can hold: not special, and without blanks.</summary>
    public static bool IsWord(Vocabulary vocabulary, int id) =>
        id != vocabulary.EndOfTextId && id != vocabulary.UnknownId && vocabulary[id].Length > 0 && !vocabulary[id].Any(char.IsWhiteSpace);

    /// <summary>Counts all words; lines and documents end contexts.</summary>
    /// <returns>How many words there were.</returns>
    public static long Feed(TokenStore store, PairCounter counter, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var tokens = store[Split.Train];
        var isWord = Enumerable.Range(0, store.Vocabulary.Count).Select(id => IsWord(store.Vocabulary, id)).ToArray();
        var block = new long[TokensAtOnce];
        var (words, document) = (0L, 0L);
        var nextDocument = tokens.DocumentStart(0);
        for (var start = 0L; start < tokens.Count; start += block.Length)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(new WorkProgress("counting pairs", start, tokens.Count, "tokens"));
            var some = block.AsSpan(0, (int)Math.Min(block.Length, tokens.Count - start));
            tokens.CopyTo(start, some);
            for (var i = 0; i < some.Length; i++)
            {
                if (start + i == nextDocument)
                {
                    counter.EndLine();
                    nextDocument = document < tokens.DocumentCount ? tokens.DocumentStart(++document) : -1;
                }
                if (some[i] == store.Vocabulary.EndOfTextId)
                    counter.EndLine();
                else if (isWord[some[i]])
                {
                    counter.Add((int)some[i]);
                    words++;
                }
            }
        }
        return words;
    }
}
