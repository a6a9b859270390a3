using Weft.Kernels;
using Weft.Kernels.Autotuning;
using Weft.Runtime;

namespace Weft.Tests.Kernels.Autotuning;

public class HeadTrialTests
{
    [Theory]
    // 40 milliseconds of three products, each of 2 x 2048 x 128 operations a column: 25,431 columns for every 1,000 GFLOP/s.
    [InlineData(9, 0)]
    [InlineData(100, 2304)]
    [InlineData(400, 9984)]
    [InlineData(5000, 32768)]
    public void The_vocabulary_is_as_large_as_the_speed_allows(double speed, int columns) =>
        Assert.Equal(columns, HeadTrial.ColumnsFor(speed));

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_trial_takes_so_many_rows_at_once_and_leaves_no_tensor(Precision precision)
    {
        var rows = KernelSettings.RowsAtOnce;
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var trial = new HeadTrial(512, precision))
        {
            Assert.True(trial.Seconds(96) > 0);
            Assert.Equal(96, KernelSettings.RowsAtOnce);
        }
        KernelSettings.RowsAtOnce = rows;

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
