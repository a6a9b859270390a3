using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Kernels.CrossEntropy.Tiled;
using Weft.Tests.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

public sealed class KernelSettingsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly int _rowsAtOnce = KernelSettings.RowsAtOnce;

    public KernelSettingsTests() => random.manual_seed(3);

    [Fact]
    public void The_size_of_tiles_leaves_exact_gradients_what_they_are()
    {
        var one = LossCase.Draw(200, 101, 8);
        var usual = one.Differentiate(new LossSettings(0.1, 1));

        KernelSettings.RowsAtOnce = 7;

        Assert.Equal(7, RowsInTile(one));
        one.Differentiate(new LossSettings(0.1, 1)).AssertNear(usual, 1e-6);
    }

    [Fact]
    public void Two_threads_have_work_even_where_tiles_may_be_larger()
    {
        KernelSettings.RowsAtOnce = 1000;

        Assert.Equal(128, RowsInTile(LossCase.Draw(250, 50, 4)));
    }

    [Fact]
    public void A_tile_has_rows() => Assert.Throws<ArgumentOutOfRangeException>(() => KernelSettings.RowsAtOnce = 0);

    public void Dispose()
    {
        KernelSettings.RowsAtOnce = _rowsAtOnce;
        _scope.Dispose();
    }

    private static int RowsInTile(LossCase one) =>
        new ScoreTiles<float, Float32Format>(one.Hidden, one.Weight, one.Bias, one.Targets).RowsInTile;
}
