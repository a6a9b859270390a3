using Weft.Runtime;
using Weft.Runtime.Calibration;

namespace Weft.Tests.Runtime.Calibration;

public class HeadTrialTests
{
    [Theory]
    [InlineData(10, 256)]
    [InlineData(100, 4864)]
    [InlineData(400, 20224)]
    [InlineData(5000, 32768)]
    public void The_vocabulary_is_as_large_as_the_speed_allows(double speed, int columns) =>
        Assert.Equal(columns, HeadTrial.ColumnsFor(speed));

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_trial_takes_time_and_leaves_no_tensor(Precision precision)
    {
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var trial = new HeadTrial(512, precision))
            Assert.True(trial.Seconds(256) > 0);

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
