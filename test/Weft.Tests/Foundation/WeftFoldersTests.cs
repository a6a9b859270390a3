using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation;

public class WeftFoldersTests
{
    [Fact]
    public void The_cache_can_be_written() => Assert.True(WeftFolders.CanWrite(WeftFolders.Cache));

    [Fact]
    public void A_missing_folder_is_created()
    {
        using var folder = new TemporaryFolder();

        Assert.True(WeftFolders.CanWrite(folder.File("one/two")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("one/two")));
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        // Permission bits do not bind the superuser; a file in the folder's place binds everybody.
        var blocked = folder.Write("home", "a file");

        var chosen = WeftFolders.FirstWritable([Path.Combine(blocked, "weft"), folder.File("temporary")]);

        Assert.Equal(folder.File("temporary"), chosen);
    }

    [Fact]
    public void No_folder_at_all_is_an_error_that_names_the_remedy()
    {
        using var folder = new TemporaryFolder();
        var blocked = folder.Write("home", "a file");

        var error = Assert.Throws<IOException>(() => WeftFolders.FirstWritable([blocked]));

        Assert.Equal($"No folder for caches can be written: tried {blocked}. Set WEFT_CACHE to a folder that can.", error.Message);
    }
}
