using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Store;

/// <summary>A file of a corpus as the manifest of a token store names it.</summary>
/// <param name="Name">Its name or path.</param>
/// <param name="Format">How its bytes become documents.</param>
/// <param name="OfficialSplit">The split that the corpus's makers put it into, or null.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of its bytes.</param>
internal sealed record SourceRecord(string Name, TextFormat Format, Split? OfficialSplit, long Bytes, string Sha256);
