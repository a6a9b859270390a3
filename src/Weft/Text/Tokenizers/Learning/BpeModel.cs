using System.Text;
using System.Text.Json;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>Two tokens that become one, in GPT-2's symbols for bytes.</summary>
/// <param name="Left">The left one.</param>
/// <param name="Right">The right one.</param>
internal readonly record struct BpeMerge(string Left, string Right);

/// <summary>Learnt byte pair encoding, as GPT-2's two files hold it.</summary>
/// <param name="Tokens">The tokens by their ids, in GPT-2's symbols: the 256 bytes in GPT-2's order, one for each merge, <c>&lt;|endoftext|&gt;</c>.</param>
/// <param name="Merges">The merges, the first to be applied first.</param>
internal sealed record BpeModel(IReadOnlyList<string> Tokens, IReadOnlyList<BpeMerge> Merges)
{
    /// <summary>The end of a text, as GPT-2 names it. No piece of text is this token.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>The tokens and their ids.</summary>
    internal const string VocabularyFile = "vocab.json";

    /// <summary>The merges in their order.</summary>
    internal const string MergesFile = "merges.txt";

    // Programs pass over a first line that begins with "#version".
    private static readonly string Head = $"#version: 0.2 - learnt by Weft, pieces {PieceSplitter.Version}";

    /// <summary>Whether a folder holds what <see cref="Save"/> wrote: its text is to be divided by Weft's rule.</summary>
    /// <exception cref="InvalidDataException">It was written by a version of Weft with another rule.</exception>
    internal static bool IsLearnt(string folder)
    {
        var path = Path.Combine(folder, MergesFile);
        var first = RegularFile.ReadLines(path).FirstOrDefault("");
        if (first == Head)
            return true;
        return first.Contains("learnt by Weft", StringComparison.Ordinal)
            ? throw new InvalidDataException($"{path} begins with '{first}', and this version of Weft reads '{Head}'. Use the version that learnt it.")
            : false;
    }

    /// <summary>Writes <c>vocab.json</c> and <c>merges.txt</c> into a folder, which is created where it is missing.</summary>
    public void Save(string folder)
    {
        AtomicFile.WriteText(
            Path.Combine(folder, VocabularyFile),
            JsonSerializer.Serialize(Tokens.Index().ToDictionary(token => token.Item, token => token.Index, StringComparer.Ordinal), WeftJson.OneLine));
        var lines = new StringBuilder(Head).Append('\n');
        foreach (var merge in Merges)
            lines.Append(merge.Left).Append(' ').Append(merge.Right).Append('\n');
        AtomicFile.WriteText(Path.Combine(folder, MergesFile), lines.ToString());
    }

    /// <summary>Copies the two files into another folder, which is created where it is missing.</summary>
    internal static void Copy(string from, string to)
    {
        foreach (var file in (string[])[VocabularyFile, MergesFile])
            AtomicFile.WriteCopy(Path.Combine(to, file), Path.Combine(from, file));
    }
}
