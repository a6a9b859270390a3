using TorchSharp;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime;

public class TorchRuntimeTests
{
    private const string Product = $"Weft.Tests.Runtime.{nameof(TorchRuntimeTests)}.{nameof(A_small_matrix_product_is_right)}";

    [Fact]
    public void A_small_matrix_product_is_right()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var b = torch.tensor(new float[,] { { 5, 6 }, { 7, 8 } });

        Assert.Equal([19f, 22f, 43f, 50f], a.matmul(b).data<float>().ToArray());
    }

    [Fact]
    public void Loading_again_changes_nothing() => Assert.Same(TorchRuntime.Load(), TorchRuntime.Load());

    [Fact]
    public void The_version_of_LibTorch_is_told() => Assert.Equal("2.10.0", TorchRuntime.Load().LibTorchVersion);

    [Fact]
    public void A_repaired_library_is_told_with_its_path()
    {
        var info = TorchRuntime.Load();

        Assert.Equal(info.Repaired, info.LibraryPath is not null);
        Assert.True(info.LibraryPath is null || File.Exists(info.LibraryPath));
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_an_empty_cache_all_work()
    {
        using var cache = new TemporaryFolder();

        var children = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChildProcess.RunTest(Product, ("WEFT_CACHE", cache.Path))));

        Assert.All(children, child => Assert.True(child.ExitCode == 0, child.Output));
        // One copy where a repair is needed, none where it is not; and nothing half-written.
        var files = Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(TorchRuntime.Load().Repaired ? 1 : 0, files.Length);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_falls_back()
    {
        using var folder = new TemporaryFolder();
        // Permission bits do not bind the superuser; a file in the folder's place binds everybody.
        var blocked = folder.Write("home", "a file");
        var temporary = Directory.CreateDirectory(folder.File("temporary")).FullName;

        var child = await ChildProcess.RunTest(
            Product, ("WEFT_CACHE", blocked), ("XDG_CACHE_HOME", blocked), ("TMPDIR", temporary));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.True(!TorchRuntime.Load().Repaired || Directory.GetDirectories(temporary, "weft-*").Length == 1);
    }
}
