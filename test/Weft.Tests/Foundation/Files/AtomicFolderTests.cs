using Weft.Foundation.Files;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation.Files;

public class AtomicFolderTests
{
    [Fact]
    public void An_older_folder_is_replaced_and_nothing_is_left_beside()
    {
        using var parent = new TemporaryFolder();
        var path = parent.File("folder");
        AtomicFolder.Create(path, folder => File.WriteAllText(Path.Combine(folder, "old"), ""));

        AtomicFolder.Create(path, folder => File.WriteAllText(Path.Combine(folder, "new"), ""));

        Assert.Equal(["new"], Directory.GetFiles(path).Select(file => Path.GetFileName(file)));
        Assert.Equal([path], Directory.GetFileSystemEntries(parent.Path));
    }

    [Fact]
    public void A_failure_keeps_the_older_folder_and_leaves_nothing_beside()
    {
        using var parent = new TemporaryFolder();
        var path = parent.File("folder");
        AtomicFolder.Create(path, folder => File.WriteAllText(Path.Combine(folder, "old"), ""));

        Assert.Throws<IOException>(() => AtomicFolder.Create(path, _ => throw new IOException("full")));

        Assert.Equal(["old"], Directory.GetFiles(path).Select(file => Path.GetFileName(file)));
        Assert.Equal([path], Directory.GetFileSystemEntries(parent.Path));
    }
}
