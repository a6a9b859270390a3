using System.Security.Cryptography;
using Weft.Runtime;
using Weft.Runtime.Loading;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime.Loading;

public class LibstdcxxRepairTests
{
    private static string Library => Path.Combine(NativeFolder.Find(), NativeFolder.LibraryName);

    public static bool HasLibrary => OperatingSystem.IsLinux();

    [Fact(Skip = "needs the native files of Linux", SkipUnless = nameof(HasLibrary))]
    public void The_repair_takes_away_the_need_for_the_new_symbol()
    {
        var bytes = File.ReadAllBytes(Library);

        Assert.True(LibstdcxxRepair.Apply(bytes));

        Assert.Equal(-1, bytes.AsSpan().IndexOf("_ZSt21ios_base_library_initv\0"u8));
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf("\0_ZSt13get_terminatev\0"u8));
    }

    [Fact(Skip = "needs the native files of Linux", SkipUnless = nameof(HasLibrary))]
    public void Repairing_twice_is_repairing_once()
    {
        var bytes = File.ReadAllBytes(Library);
        LibstdcxxRepair.Apply(bytes);
        var once = SHA256.HashData(bytes);

        Assert.False(LibstdcxxRepair.Apply(bytes));
        Assert.Equal(once, SHA256.HashData(bytes));
    }

    [Fact(Skip = "needs the native files of Linux", SkipUnless = nameof(HasLibrary))]
    public void The_copy_is_made_once_and_made_again_when_damaged()
    {
        using var folder = new TemporaryFolder();
        var path = RepairedLibrary.Locate(Library, folder.Path);
        var good = File.ReadAllBytes(path);
        File.WriteAllText(path, "damaged");

        Assert.Equal(path, RepairedLibrary.Locate(Library, folder.Path));

        Assert.Equal(good, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void An_unknown_library_is_an_error_that_says_what_to_install()
    {
        using var folder = new TemporaryFolder();
        var unknown = folder.Write("libLibTorchSharp.so", "of another version");

        var error = Assert.Throws<TorchRuntimeException>(() => RepairedLibrary.Locate(unknown, folder.Path));

        Assert.Equal(
            $"{unknown} needs a newer C++ library than this system's, and is not the file that Weft can adapt to it. " +
            "Install libstdc++ of GCC 13.2 or later: Debian 13, Ubuntu 24.04 or newer have it.", error.Message);
    }

    [Fact]
    public void A_missing_library_is_an_error_that_names_the_places()
    {
        var error = Assert.Throws<TorchRuntimeException>(() => NativeFolder.FindAmong(["one", "two"]));

        Assert.StartsWith("libLibTorchSharp.so was not found in one or two.", error.Message, StringComparison.Ordinal);
    }

    // From the System V ABI's algorithm, as readelf prints them for the versions of a library.
    [Theory]
    [InlineData("GLIBC_2.2.5", 0x09691a75u)]
    [InlineData("GLIBC_2.14", 0x06969194u)]
    [InlineData("", 0u)]
    public void Versions_hash_as_the_loader_expects(string name, uint hash) => Assert.Equal(hash, LibstdcxxRepair.ElfHash(name));
}
