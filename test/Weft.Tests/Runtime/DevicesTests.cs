using TorchSharp;
using Weft.Foundation;
using Weft.Runtime;

namespace Weft.Tests.Runtime;

public class DevicesTests
{
    [Theory]
    [InlineData("cpu", 2, "cpu")]
    [InlineData("auto", 0, "cpu")]
    [InlineData("auto", 2, "cuda:0")]
    [InlineData("cuda", 2, "cuda:0")]
    [InlineData("cuda:1", 2, "cuda:1")]
    public void Choices_resolve(string choice, int cudaCount, string device) =>
        Assert.Equal(device, Devices.Resolve(choice, cudaCount).ToString());

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("CPU")]
    public void Other_words_are_refused(string choice)
    {
        var error = Assert.Throws<ConfigurationException>(() => Devices.Resolve(choice, 2));

        Assert.Equal($"device is {choice}; it must be auto, cpu, cuda or cuda:N.", error.Message);
    }

    [Fact]
    public void Missing_cuda_is_an_error_that_names_the_remedy()
    {
        var error = Assert.Throws<ConfigurationException>(() => Devices.Resolve("cuda", 0));

        Assert.Equal(
            "device is cuda; it must be auto or cpu here, because no CUDA device is available. " +
            "For CUDA, build with -p:TorchBackend=cuda on a machine with an NVIDIA driver.", error.Message);
    }

    [Fact]
    public void A_device_beyond_the_last_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Devices.Resolve("cuda:2", 2));

        Assert.Equal("device is cuda:2; it must be below cuda:2, the number of CUDA devices here.", error.Message);
    }

    [Fact]
    public void The_processor_is_always_there() => Assert.Equal(DeviceType.CPU, Devices.Resolve("cpu").type);
}
