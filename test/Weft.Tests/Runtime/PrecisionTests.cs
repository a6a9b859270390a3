using Weft.Foundation;
using Weft.Runtime;

namespace Weft.Tests.Runtime;

public class PrecisionTests
{
    [Theory]
    [InlineData(150, 414, Precision.BFloat16)]
    [InlineData(150, 160, Precision.Float32)]
    [InlineData(150, 0, Precision.Float32)]
    public void The_faster_format_is_chosen(double float32, double bfloat16, Precision chosen) =>
        Assert.Equal(chosen, PrecisionChoice.Choose(new MatrixSpeed(float32, bfloat16)));

    [Fact]
    public void Matrix_speed_is_measured() => Assert.InRange(MatrixSpeed.Measure().Float32, 0.01, 1e6);

    [Fact]
    public void Automatic_threads_are_the_cores_of_this_process() => Assert.Equal(Environment.ProcessorCount, Threads.Set(0));

    [Fact]
    public void Fewer_than_no_threads_are_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Threads.Set(-1));

        Assert.Equal("threads is -1; it must be 0 (automatic) or more.", error.Message);
    }
}
