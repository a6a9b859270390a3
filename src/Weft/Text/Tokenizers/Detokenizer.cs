using System.Text;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>Joins word tokens into text as English is written; the inverse of splitting as far as the blanks can be guessed.</summary>
internal static class Detokenizer
{
    private const string NoBlankBefore = ".,;:!?)]}%\u2019\u201D\u00BB\u2026";
    private const string NoBlankAfter = "([{\u201C\u2018\u00AB";

    /// <summary>The text of the ids: ends of text become line ends, quotation marks open and close in turn on each line.</summary>
    public static string Join(ReadOnlySpan<int> ids, Vocabulary vocabulary)
    {
        var text = new StringBuilder();
        var glued = true;
        var quoteIsOpen = false;
        foreach (var id in ids)
        {
            if (id == vocabulary.EndOfTextId)
            {
                text.Append('\n');
                (glued, quoteIsOpen) = (true, false);
                continue;
            }
            var token = LiteralTokens.ToWord(vocabulary[id]);
            if (IsWikiTextJoiner(token))
            {
                text.Append(token[1]);
                glued = true;
                continue;
            }
            var isQuote = token is "\"" or "'";
            var closes = isQuote && quoteIsOpen;
            if (!glued && !closes && !AttachesLeft(token))
                text.Append(' ');
            text.Append(token);
            glued = isQuote ? !closes : token.Length == 1 && NoBlankAfter.Contains(token[0]);
            quoteIsOpen ^= isQuote;
        }
        return text.ToString();
    }

    // WikiText writes the hyphen of "well-known" as "@-@", the comma of "1,000" as "@,@", the point of "3.14" as "@.@".
    private static bool IsWikiTextJoiner(string token) => token is "@-@" or "@,@" or "@.@";

    // 's, 're: endings that some texts split off.
    private static bool AttachesLeft(string token) =>
        NoBlankBefore.Contains(token[0]) || (token.Length > 1 && token[0] == '\'' && char.IsLetter(token[1]));
}
