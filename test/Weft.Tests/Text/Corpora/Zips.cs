using System.IO.Compression;

namespace Weft.Tests.Text.Corpora;

/// <summary>Writes zip archives for tests.</summary>
internal static class Zips
{
    public static string Write(string path, params (string Name, string Text)[] entries)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
        return path;
    }
}
