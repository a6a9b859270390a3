namespace Weft.Text.Reading;

/// <summary>One file of a corpus.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Format">How its bytes become documents.</param>
/// <param name="OfficialSplit">The split that the corpus's makers put it into, or null where Weft divides the corpus.</param>
internal sealed record TextSource(string Path, TextFormat Format, Split? OfficialSplit)
{
    /// <summary>The full path of the file whose lines belong to those of this one; null but for <see cref="TextFormat.ParallelLines"/>.</summary>
    public string? Second { get; init; }
}
