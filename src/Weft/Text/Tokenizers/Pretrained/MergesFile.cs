using Weft.Foundation;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Reads <c>merges.txt</c> of byte-level BPE: two tokens a line, with a blank between them, the earliest merge first.</summary>
internal static class MergesFile
{
    /// <summary>Reads and checks the merges; blank lines and the line <c>#version</c> are none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokens">The tokens that there are.</param>
    /// <exception cref="InvalidDataException">A line is not two tokens, names one that is not there or makes one, or stands twice; names
    /// the file and the line.</exception>
    public static IReadOnlyList<string> Read(string path, IReadOnlyDictionary<string, int> tokens)
    {
        var merges = new List<string>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in TextOf(path).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal)))
                continue;
            if (line.Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right])
                throw Wrong($"must be two tokens with one blank between them, not {TokenTable.Shown(line)}.");
            foreach (var token in (string[])[left, right, left + right])
            {
                if (!tokens.ContainsKey(token))
                    throw Wrong($"needs the token {TokenTable.Shown(token)}, which is not in vocab.json.");
            }
            if (!lines.TryAdd(line, number))
                throw Wrong($"repeats line {lines[line]}: {TokenTable.Shown(line)}.");
            merges.Add(line);
        }
        return merges;

        InvalidDataException Wrong(string problem) => new($"The merges {path}, line {number}: it {problem}");
    }

    private static string TextOf(string path)
    {
        try
        {
            return StrictUtf8.Encoding.GetString(TokenizerFiles.Read(path));
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new InvalidDataException($"The merges {path} are not UTF-8: byte {e.Index + 1:N0} is wrong.", e);
        }
    }
}
