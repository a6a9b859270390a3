using Weft.Data.Batching;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Captioning;

/// <summary>Pictures alone, as the rows of a batch whose captions are to be found.</summary>
internal static class PictureRows
{
    /// <summary>Reads pictures.</summary>
    /// <param name="pictures">[pictures][side, side, 3]</param>
    /// <param name="numbers">Their numbers.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="grid">How they are cut.</param>
    /// <param name="vocabulary">The tokens of captions.</param>
    public static void Read(IReadOnlyList<byte[]> pictures, long[] numbers, BatchBuffer into, PatchGrid grid, Vocabulary vocabulary)
    {
        into.Begin(numbers, Array.ConvertAll(numbers, _ => 1), vocabulary.EndOfTextId, hasTargetPerToken: false);
        into.BeginPictures(grid);
        foreach (var (row, pixels) in pictures.Index())
        {
            into.IdsOf(row)[0] = vocabulary.EndOfTextId;
            into.TargetsOf(row)[0] = ChunkSource.Ignored;
            grid.Cut(pixels, into.PatchesOf(row));
        }
    }
}
