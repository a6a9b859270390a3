using System.Text;
using System.Text.RegularExpressions;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Data.Store.Verification;

/// <summary>
/// <c>files.sha256</c> of a token store: the SHA-256 of every other file in it, in the form that <c>sha256sum --check</c> reads too.
/// </summary>
internal static partial class StoreHashes
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "files.sha256";

    // A store has a dozen files; a longer list is none that Weft wrote.
    private const int MostBytes = 1 << 20;
    private const int Milliseconds = 1_000;

    /// <summary>Hashes all files of a folder, those of its folders too, and writes the list into it.</summary>
    public static void Write(string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => name != FileName)
            .Order(StringComparer.Ordinal);
        var lines = names.Select(name => $"{Hashes.Sha256OfFile(Path.Combine(folder, name))}  {name}\n");
        AtomicFile.WriteText(Path.Combine(folder, FileName), string.Concat(lines));
    }

    /// <summary>Reads the list: the hashes by the files' names.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged.</exception>
    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw TokenStore.Damaged(path, "is missing");
        if (new FileInfo(path).Length > MostBytes)
            throw TokenStore.Damaged(path, "is not a list of the store's files");
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        // Other letters than those of the list's form are never hashes, whatever they stand for.
        var lines = Encoding.Latin1.GetString(RegularFile.ReadAllBytes(path)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var isEnd = lines[i].Length == 0 && i > 0 && i == lines.Length - 1;
            var line = Line().Match(lines[i]);
            if (!isEnd && !(line.Success && hashes.TryAdd(line.Groups["name"].Value, line.Groups["hash"].Value)))
                throw TokenStore.Damaged(path, $"has no hash and name of a file on line {i + 1}");
        }
        return hashes;
    }

    [GeneratedRegex(@"\A(?<hash>[0-9a-f]{64})  (?<name>[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)\z", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Line();
}
