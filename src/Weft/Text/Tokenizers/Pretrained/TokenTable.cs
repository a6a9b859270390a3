using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Turns the tables of pretrained models, which may have holes, into a vocabulary.</summary>
internal static class TokenTable
{
    /// <summary>Ids must be below this, whatever the number of tokens.</summary>
    public const int HighestLimit = 1 << 24;

    /// <summary>How many more ids than four times the number of tokens there may be: a model must be made for all of them.</summary>
    public const int Slack = 1_000;

    private const int LongestShown = 40;

    /// <summary>Lists the tokens by id; ids that the model does not use become <c>&lt;|ID|&gt;</c>.</summary>
    /// <param name="file">Where the table is from, for the errors.</param>
    /// <param name="tokens">The tokens and their ids.</param>
    /// <param name="unknownToken">The model's unknown token, or null where it can write any text.</param>
    /// <param name="endsOfText">Names of end-of-text tokens, the best first; where none is there, <c>&lt;eos&gt;</c> is added.</param>
    /// <exception cref="InvalidDataException">There is no token, one is empty, or an id is out of range or stands twice; names the
    /// file and the token.</exception>
    public static Vocabulary ToVocabulary(
        string file, IReadOnlyCollection<KeyValuePair<string, int>> tokens, string? unknownToken, params IReadOnlyList<string> endsOfText)
    {
        var byId = ById(file, tokens);
        var known = tokens.Select(token => token.Key).ToHashSet(StringComparer.Ordinal);
        for (var id = 0; id < byId.Count; id++)
            byId[id] ??= NameOfHole(id, known);

        var endOfText = endsOfText.Append(SpecialTokens.EndOfText).FirstOrDefault(known.Contains);
        if (endOfText is null)
        {
            endOfText = SpecialTokens.EndOfText;
            byId.Add(endOfText);
        }
        return new Vocabulary([.. byId.OfType<string>()], unknownToken, endOfText);
    }

    private static List<string?> ById(string file, IReadOnlyCollection<KeyValuePair<string, int>> tokens)
    {
        if (tokens.Count == 0)
            throw new InvalidDataException($"The tokenizer {file} has no tokens.");
        var limit = (int)Math.Min(HighestLimit, 4L * tokens.Count + Slack);
        if (tokens.FirstOrDefault(token => token.Value < 0 || token.Value >= limit) is { Key: not null } outside)
        {
            throw new InvalidDataException($"The tokenizer {file} gives {Shown(outside.Key)} the id {outside.Value}; the ids of "
                + $"{tokens.Count:N0} tokens must be from 0 to {limit - 1:N0}.");
        }
        var byId = new List<string?>(new string?[tokens.Max(token => token.Value) + 1]);
        foreach (var (token, id) in tokens)
        {
            if (token.Length == 0)
                throw new InvalidDataException($"The tokenizer {file} has an empty token, with the id {id}.");
            if (byId[id] is { } other)
                throw new InvalidDataException($"The tokenizer {file} gives {Shown(other)} and {Shown(token)} the same id, {id}.");
            byId[id] = token;
        }
        return byId;
    }

    /// <summary>A token as an error quotes it, on one line.</summary>
    public static string Shown(string token)
    {
        var shown = string.Concat(token.Take(LongestShown).Select(character => char.IsControl(character) ? $"\\u{(int)character:X4}" : character.ToString()));
        return token.Length <= LongestShown ? $"'{shown}'" : $"'{shown}...'";
    }

    private static string NameOfHole(int id, HashSet<string> known)
    {
        var name = $"<|{id}|>";
        while (known.Contains(name))
            name = $"<{name}>";
        return name;
    }
}
