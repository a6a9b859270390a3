namespace Weft.Text.Corpora.Files;

/// <summary>Counts what lies in a folder, or matches a pattern, and is not read: by reason, for one line that says so.</summary>
internal sealed class LeftOut
{
    private const int ReasonsShown = 6;

    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _folders = new(StringComparer.Ordinal);

    /// <summary>Counts a file.</summary>
    /// <param name="reason">Why, to stand behind a number: <c>.png</c>, <c>hidden</c>.</param>
    public void AddFile(string reason) => Add(_files, reason);

    /// <summary>Counts a folder, with all that is in it.</summary>
    public void AddFolder(string reason) => Add(_folders, reason);

    /// <summary><c>Left out: 12 files (7 .png, 3 .pdf, 2 hidden), 1 folder (1 hidden).</c> Null where nothing was.</summary>
    public string? Sentence()
    {
        var parts = new[] { Describe("file", _files), Describe("folder", _folders) }.OfType<string>().ToList();
        return parts.Count == 0 ? null : $"Left out: {string.Join(", ", parts)}.";
    }

    private static string? Describe(string what, Dictionary<string, int> reasons)
    {
        if (reasons.Count == 0)
            return null;
        var ordered = reasons.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).ToList();
        var shown = ordered.Take(ReasonsShown).Select(reason => $"{reason.Value:N0} {reason.Key}").ToList();
        if (ordered.Count > ReasonsShown)
            shown.Add($"{ordered.Skip(ReasonsShown).Sum(reason => reason.Value):N0} others");
        return $"{Counted.Of(reasons.Values.Sum(), what)} ({string.Join(", ", shown)})";
    }

    private static void Add(Dictionary<string, int> reasons, string reason) => reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
}
