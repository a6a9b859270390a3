namespace Weft.Foundation;

/// <summary>The text that comes with Weft: the API documentation of .NET, which the build lays beside the library.</summary>
internal static class DefaultCorpus
{
    /// <summary>The folder that it should lie in.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "corpora", "api-docs");

    /// <summary>Its files, in ordinal order; none where it is missing.</summary>
    public static IEnumerable<string> Files() => Files(Folder);

    /// <summary>The files of such a folder.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal) : [];
}
