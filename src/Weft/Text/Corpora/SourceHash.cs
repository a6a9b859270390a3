namespace Weft.Text.Corpora;

/// <summary>One file of a corpus, or two that are parallel, as it was when it was read.</summary>
/// <param name="Name">Its path below the folder that all files of the corpus share, with <c>/</c> between its parts.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="Sha256">SHA-256 of its bytes on disk, 64 lower-case hexadecimal digits.</param>
internal sealed record SourceHash(string Name, long Bytes, string Sha256);
