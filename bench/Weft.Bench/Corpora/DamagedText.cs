using Weft.Foundation;

namespace Weft.Bench.Corpora;

/// <summary>What a corpus from the web has: text that is none, and text that was there before.</summary>
internal static class DamagedText
{
    // Several rows of a batch, so that most rows are of one kind.
    public const int Block = 256;

    /// <summary>Shuffles the words within some blocks, and overwrites others with copies of blocks that stay as they are.</summary>
    /// <param name="tokens">The text; it keeps its length.</param>
    /// <param name="shuffled">The share of blocks that are shuffled.</param>
    /// <param name="copied">The share of blocks that become copies.</param>
    /// <returns>[blocks] what became of each: its own number where it stayed as it is, -1 where it was shuffled, else the number of the block that it is a copy of.</returns>
    public static int[] Damage(List<string> tokens, double shuffled, double copied)
    {
        var random = RandomStream.For(1, "damaged text");
        var blocks = new int[tokens.Count / Block];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = i;
        random.Shuffle<int>(blocks);
        var (shuffles, copies) = ((int)(shuffled * blocks.Length), (int)(copied * blocks.Length));
        var untouched = blocks[(shuffles + copies)..];
        var origins = Enumerable.Range(0, blocks.Length).ToArray();
        foreach (var block in blocks[..shuffles])
        {
            origins[block] = -1;
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens).Slice(block * Block, Block));
        }
        for (var i = shuffles; i < shuffles + copies; i++)
        {
            var from = untouched[random.NextInt32(untouched.Length)];
            for (var place = 0; place < Block; place++)
                tokens[blocks[i] * Block + place] = tokens[from * Block + place];
            origins[blocks[i]] = from;
        }
        return origins;
    }
}
