namespace Weft.Tests.Support;

/// <summary>Finds the data beside the project, which is not part of it.</summary>
internal static class RealData
{
    /// <summary>
    /// The path of a file or folder, for example <c>wikitext-2</c>. Where it is absent the test is skipped, or fails when
    /// <c>WEFT_REQUIRE_DATA=1</c>. <c>WEFT_TEST_DATA</c> names another folder than <c>../shared/data</c>.
    /// </summary>
    public static string Path(string name)
    {
        var folder = Environment.GetEnvironmentVariable("WEFT_TEST_DATA") ?? Beside();
        var path = System.IO.Path.Combine(folder, name);
        var isThere = File.Exists(path) || Directory.Exists(path);
        if (Environment.GetEnvironmentVariable("WEFT_REQUIRE_DATA") == "1")
            Assert.True(isThere, $"WEFT_REQUIRE_DATA=1, and there is no {path}.");
        else
            Assert.SkipUnless(isThere, $"There is no {path}: put the data beside the project, or set WEFT_TEST_DATA.");
        return path;
    }

    private static string Beside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Weft.slnx")))
            folder = folder.Parent;
        var root = folder?.FullName ?? AppContext.BaseDirectory;
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(root, "..", "shared", "data"));
    }
}
