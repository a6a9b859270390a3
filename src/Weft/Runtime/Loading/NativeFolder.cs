namespace Weft.Runtime.Loading;

/// <summary>Finds the folder that holds the native files of LibTorch and TorchSharp.</summary>
internal static class NativeFolder
{
    /// <summary>TorchSharp's native library on Linux.</summary>
    public const string LibraryName = "libLibTorchSharp.so";

    /// <summary>The folder, as an absolute path.</summary>
    /// <exception cref="TorchRuntimeException">None of the places where .NET looks holds them.</exception>
    public static string Find() => FindAmong(Candidates());

    /// <summary>The first folder that holds TorchSharp's native library.</summary>
    internal static string FindAmong(IReadOnlyList<string> candidates) =>
        candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, LibraryName)))
        ?? throw new TorchRuntimeException(
            $"{LibraryName} was not found in {string.Join(" or ", candidates)}. LibTorch runs on 64-bit Linux, Windows and macOS: " +
            "build again on this system, or publish for this system (dotnet publish -r linux-x64).");

    private static List<string> Candidates()
    {
        // Beside the program in a build for any system; the program's own folder in one for this system; and wherever
        // .NET was told to look, which covers programs that run from the package cache.
        var told = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return
        [
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
            AppContext.BaseDirectory,
            .. told.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
    }
}
