namespace Weft.Evaluation.Captions;

/// <summary>A picture of a split and what became of it.</summary>
/// <param name="Name">Its name: a path with slashes.</param>
/// <param name="Caption">The model's.</param>
/// <param name="References">The right ones.</param>
/// <param name="Pixels">[side, side, 3] red, green and blue.</param>
internal sealed record CaptionedPicture(string Name, string Caption, IReadOnlyList<string> References, byte[] Pixels)
{
    /// <summary>Whether the caption is one of the right ones, letter by letter.</summary>
    public bool IsExact => References.Contains(Caption, StringComparer.Ordinal);
}
