using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Runtime.Loading;

/// <summary>Keeps the repaired copy of TorchSharp's native library in the cache.</summary>
internal static class RepairedLibrary
{
    /// <summary>The file of TorchSharp 0.107.0 for Linux on x64: the only one for which the repair is known to be right.</summary>
    private const string KnownSha256 = "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8";

    /// <summary>That file, repaired.</summary>
    private const string RepairedSha256 = "91665aa0604f4309ef4a04ae9512cb9a8ca0ac282f5512c2237cb3c231d0ceca";

    /// <summary>Gives the path of the repaired copy; makes it when it is missing or damaged.</summary>
    /// <param name="original">The library as TorchSharp ships it.</param>
    /// <param name="cacheFolder">Where the copy is kept, under a name that holds its hash.</param>
    /// <exception cref="TorchRuntimeException">The library is not the one that the repair is known for.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static string Locate(string original, string cacheFolder)
    {
        var bytes = RegularFile.ReadAllBytes(original);
        if (Sha256(bytes) != KnownSha256)
            throw new TorchRuntimeException(
                $"{original} needs a newer C++ library than this system's, and is not the file that Weft can adapt to it. " +
                "Install libstdc++ of GCC 13.2 or later: Debian 13, Ubuntu 24.04 or newer have it.");

        var copy = Path.Combine(cacheFolder, "native", $"libLibTorchSharp-{RepairedSha256[..16]}.so");
        // The content is checked each time: code that others may have put there must not be run.
        if (File.Exists(copy) && Hashes.Sha256OfFile(copy) == RepairedSha256)
            return copy;
        LibstdcxxRepair.Apply(bytes);
        if (Sha256(bytes) != RepairedSha256)
            throw new InvalidOperationException($"The repair of {original} gave something else than it should.");
        // Several processes may come here at once: each writes a file of its own and renames it, and any of them is right.
        AtomicFile.Write(copy, stream => stream.Write(bytes));
        return copy;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
