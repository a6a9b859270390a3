using System.Runtime.InteropServices;
using Weft.Foundation.Files;

namespace Weft.Runtime.Loading;

/// <summary>What the system's C++ library is and whether TorchSharp's native library can be loaded beside it.</summary>
/// <param name="Path">The file in use, or null where it could not be told.</param>
/// <param name="IsNewEnough">Whether it has what GCC 13.2 added (<c>GLIBCXX_3.4.32</c>).</param>
internal sealed record SystemLibstdcxx(string? Path, bool IsNewEnough)
{
    private const string FileName = "libstdc++.so.6";

    /// <summary>
    /// Looks into the library that this process uses. .NET itself has loaded it, so this costs a symbol look-up, and it
    /// sees just the library that the loader would choose, whatever search paths are set.
    /// </summary>
    /// <exception cref="TorchRuntimeException">There is none.</exception>
    public static SystemLibstdcxx Find()
    {
        if (!NativeLibrary.TryLoad(FileName, out var library))
            throw new TorchRuntimeException(
                $"{FileName} was not found: install the system's C++ library (the package libstdc++6 or libstdc++).");
        // The version and the symbol came into libstdc++ together.
        var isNewEnough = NativeLibrary.TryGetExport(library, LibstdcxxRepair.MissingSymbol, out _);
        return new SystemLibstdcxx(PathInUse(), isNewEnough);
    }

    private static string? PathInUse()
    {
        try
        {
            // A line of the map ends with the file's path, which begins with the line's first slash.
            return RegularFile.ReadLines("/proc/self/maps")
                .Where(line => line.Contains("/libstdc++.so", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
