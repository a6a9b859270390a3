using System.Globalization;
using Weft.Foundation;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>How many tokens are to be learnt: <c>bpe</c> leaves it to the text, <c>bpe:4000</c> says it.</summary>
/// <param name="Asked">The most tokens; null where the text decides.</param>
internal readonly record struct BpeSize(int? Asked)
{
    /// <summary>Every byte and the end of text.</summary>
    public const int Smallest = 257;

    /// <summary>More than any model was ever given.</summary>
    public const int Largest = 1_000_000;

    private const int LeastForText = 1_024;
    private const int MostForText = 16_000;
    private const int Step = 64;
    private const double PerRootOfBytes = 1.6;

    /// <summary>Whether a tokenizer's name asks for one that is learnt. A folder whose name is a number is written with its path: <c>bpe:./4000</c>.</summary>
    public static bool TryParse(string name, out BpeSize size)
    {
        size = default;
        if (name == "bpe")
            return true;
        if (!name.StartsWith("bpe:", StringComparison.Ordinal) || !int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
            return false;
        size = new BpeSize(asked);
        return true;
    }

    /// <summary>Notes a size that cannot be.</summary>
    internal void Validate(Problems problems)
    {
        if (Asked is not null and not (>= Smallest and <= Largest))
            problems.Add($"data.tokenizer is bpe:{Asked}; its size must be from {Smallest} (every byte and the end of text) to {Largest}.");
    }

    /// <summary>
    /// The size for a text: what was asked for, or 1.6 times the root of its bytes, rounded to a multiple of 64, from 1,024 to 16,000. Different words
    /// become more with about the root of a text's length (Heaps 1978).
    /// </summary>
    /// <param name="bytes">The training text's bytes in UTF-8.</param>
    public int For(long bytes) =>
        Asked ?? (int)Math.Clamp(Math.Round(PerRootOfBytes * Math.Sqrt(bytes) / Step) * Step, LeastForText, MostForText);
}
