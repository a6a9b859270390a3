namespace Weft.Text.Corpora.Files;

/// <summary>Writes numbers of things.</summary>
internal static class Counted
{
    /// <summary><c>1 file</c>, <c>2,000 files</c>.</summary>
    public static string Of(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";
}
