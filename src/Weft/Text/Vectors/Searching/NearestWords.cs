using System.Numerics;
using System.Runtime.InteropServices;

namespace Weft.Text.Vectors.Searching;

/// <summary>A word and the cosine of its vector with another.</summary>
/// <param name="Word">The word.</param>
/// <param name="Cosine">From -1 to 1.</param>
internal sealed record WordSimilarity(string Word, double Cosine);

/// <summary>Finds the words whose vectors point most nearly in a direction.</summary>
internal static class NearestWords
{
    /// <summary>How many directions are compared with a row while it is in the processor's cache.</summary>
    internal const int DirectionsAtOnce = 8;

    /// <summary>The nearest words to a word, the nearest first; of equally near ones the one that is first in the file.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="word">Not among the result.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">The file has no vector for the word.</exception>
    public static IReadOnlyList<WordSimilarity> Of(VectorTable table, string word, int count)
    {
        var row = table.Find(word) ?? throw new InvalidDataException($"{table.File} has no vector for '{word}', nor for '{word.ToLowerInvariant()}'.");
        var direction = table[row].ToArray();
        var cosines = new float[table.Count];
        Parallel.For(0, Blocks(table), block => Visit(table, block, direction, 1, (other, found) => cosines[other] = found[0]));
        return [.. Enumerable.Range(0, table.Count)
            .Where(other => other != row)
            .OrderByDescending(other => cosines[other])
            .Take(count)
            .Select(other => new WordSimilarity(table.Word(other), cosines[other]))];
    }

    internal static int Blocks(VectorTable table) => (table.Count + VectorTable.RowsInBlock - 1) / VectorTable.RowsInBlock;

    /// <summary>Multiplies each row of a block with several directions.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="block">Which block.</param>
    /// <param name="directions">[directions, width], at most <see cref="DirectionsAtOnce"/>.</param>
    /// <param name="count">How many directions.</param>
    /// <param name="take">Takes each row's number and its products; these are valid during the call.</param>
    internal static void Visit(VectorTable table, int block, ReadOnlySpan<float> directions, int count, RowVisitor take)
    {
        Span<float> products = stackalloc float[DirectionsAtOnce];
        var first = block * VectorTable.RowsInBlock;
        var end = Math.Min(table.Count, first + VectorTable.RowsInBlock);
        for (var row = first; row < end; row++)
        {
            var vector = table[row];
            for (var i = 0; i < count; i++)
                products[i] = Dot(vector, directions.Slice(i * table.Width, table.Width));
            take(row, products);
        }
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        var sum = Vector<float>.Zero;
        for (nuint i = 0; i < (nuint)left.Length; i += (nuint)Vector<float>.Count)
            sum += Vector.LoadUnsafe(ref a, i) * Vector.LoadUnsafe(ref b, i);
        return Vector.Sum(sum);
    }

    /// <summary>Takes a row's products.</summary>
    internal delegate void RowVisitor(int row, ReadOnlySpan<float> products);
}
