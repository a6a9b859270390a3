namespace Weft.Tests.Architecture;

/// <summary>The source files of the library, found from the tests' own place.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>All C# files below a folder of the repository, by their paths from it, with slashes.</summary>
    public static IReadOnlyList<(string Path, string Text)> SourcesBelow(string folder)
    {
        var from = Path.Combine(Root, folder);
        return [.. Directory.EnumerateFiles(from, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(from, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => !file.Item1.StartsWith("obj/", StringComparison.Ordinal) && !file.Item1.StartsWith("bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Item1, StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weft.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"There is no Weft.slnx above {AppContext.BaseDirectory}.");
    }
}
