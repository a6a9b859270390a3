using Weft.Data.Auditing.Copies;
using Weft.Data.Auditing.Words;
using Weft.Foundation.Counting;

namespace Weft.Sampling.Worth;

/// <summary>
/// How much of each example stands elsewhere, too, wherever copies begin: of the runs of 13 tokens by which passages are recognised (<see cref="Winnowing"/>), or of an
/// example of less than 20 tokens as a whole.
/// </summary>
internal sealed class ExampleCopies
{
    private const int MostInMemory = 1 << 22;

    private readonly float[] _shares;
    private readonly int[] _originals;

    /// <summary>Looks at all examples: one pass over the text, and a sort that goes to disk where it is large.</summary>
    public ExampleCopies(IExamples examples)
    {
        var count = checked((int)examples.Count);
        var (runs, surplus, repeats, originals) = (new int[count], new double[count], new int[count], new int[count]);
        using var sorted = new KeyedSort<int>(MostInMemory, Path.GetTempPath());
        for (var example = 0; example < count; example++)
        {
            var words = TokensOf(examples, example);
            if (words.Length < Winnowing.Certain)
                Remember(Whole(words), example);
            else
                Winnowing.Choose(words, (hash, _) => Remember(hash, example));
        }
        foreach (var places in SharedKeys.Of(sorted))
        {
            foreach (var example in places)
                surplus[example] += 1 - 1.0 / places.Count;
            foreach (var example in places[1..])
                (repeats[example], originals[example]) = (repeats[example] + 1, places[0]);
        }
        _shares = [.. Enumerable.Range(0, count).Select(example => (float)(1 - surplus[example] / runs[example]))];
        _originals = [.. Enumerable.Range(0, count).Select(example => 2 * repeats[example] > runs[example] ? originals[example] : example)];

        void Remember(ulong hash, int example)
        {
            sorted.Add(hash, example);
            runs[example]++;
        }
    }

    /// <summary>What an example counts where a text that stands n times counts once: 1/n for a copy, 1 where all of it is its own. [examples]</summary>
    public IReadOnlyList<float> Shares => _shares;

    /// <summary>Whether most of an example stood in earlier ones.</summary>
    public bool IsRepeat(int example) => _originals[example] != example;

    /// <summary>An earlier example that has some of one's text, where most of it stood in earlier ones; else itself.</summary>
    public int OriginalOf(int example) => _originals[example];

    /// <summary>The tokens of an example, as the audit's models take them.</summary>
    public static uint[] TokensOf(IExamples examples, long example) => Array.ConvertAll(examples.TokensOf(example), token => (uint)token);

    private static ulong Whole(uint[] words)
    {
        Span<ulong> hash = stackalloc ulong[1];
        RollingHash.All(words, words.Length, hash);
        return hash[0];
    }
}
