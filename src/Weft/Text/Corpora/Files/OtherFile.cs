using Weft.Text.Reading;

namespace Weft.Text.Corpora.Files;

/// <summary>Takes a file that the user named himself and whose ending says nothing.</summary>
internal static class OtherFile
{
    /// <summary>Whether a file is JSON, but not a record a line.</summary>
    public static bool IsJson(string path) => KnownEndings.Of(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file as plain text, which a line tells.</summary>
    /// <exception cref="InvalidDataException">It is JSON, or not text.</exception>
    public static TextSource Take(string path, out string note)
    {
        if (IsJson(path))
        {
            throw new InvalidDataException(
                $"{path} is JSON; Weft reads JSON lines, a record a line. Convert it: jq -c '.[]' {Path.GetFileName(path)} > {Path.GetFileNameWithoutExtension(path)}.jsonl");
        }
        if (KnownEndings.Of(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase) || !TextDetector.IsIn(path))
        {
            throw new InvalidDataException(
                $"{path} is not text as far as its name and first bytes tell. Weft reads {KnownEndings.List}. "
                + "Unpack or convert it; if it is plain text, rename it to .txt.");
        }
        note = $"{path} has no ending that Weft knows: it is read as plain text.";
        return new TextSource(path, TextFormat.Text, OfficialSplit: null);
    }
}
