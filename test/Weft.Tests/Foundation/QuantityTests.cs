using Weft.Foundation;

namespace Weft.Tests.Foundation;

public class QuantityTests
{
    [Theory]
    [InlineData("100Gb/s", 12.5e9)]
    [InlineData("100Gb", 12.5e9)]
    [InlineData("100 Gbps", 12.5e9)]
    [InlineData("100Gbit/s", 12.5e9)]
    [InlineData("12.5GB/s", 12.5e9)]
    [InlineData("300GB", 300e9)]
    [InlineData("800Mb/s", 100e6)]
    [InlineData("500MB/s", 500e6)]
    [InlineData("1.6Tb/s", 200e9)]
    [InlineData("64kb/s", 8e3)]
    [InlineData("8b/s", 1)]
    [InlineData("1e3MB/s", 1e9)]
    [InlineData(".5GB/s", 0.5e9)]
    public void A_speed_is_in_bits_or_in_bytes(string text, double bytes) => Assert.Equal(bytes, Quantity.Speed.Read("--network", text), bytes * 1e-12);

    [Theory]
    [InlineData("5us", 5e-6)]
    [InlineData("5 \u00B5s", 5e-6)]
    [InlineData("5\u03BCs", 5e-6)]
    [InlineData("0.2ms", 0.2e-3)]
    [InlineData("800ns", 800e-9)]
    [InlineData("1s", 1)]
    [InlineData("0us", 0)]
    public void A_time_has_a_unit(string text, double seconds) => Assert.Equal(seconds, Quantity.Time.Read("--latency", text), 1e-15);

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("250ms", 0.25)]
    [InlineData("2s", 2)]
    public void Seconds_may_do_without(string text, double seconds) => Assert.Equal(seconds, Quantity.Seconds.Read("--step", text), 1e-12);

    [Theory]
    [InlineData("124M", 124e6)]
    [InlineData("124m", 124e6)]
    [InlineData("1.3B", 1.3e9)]
    [InlineData("1.3b", 1.3e9)]
    [InlineData("16k", 16e3)]
    [InlineData("32768", 32768)]
    [InlineData("1T", 1e12)]
    public void A_count_may_be_in_millions_and_billions(string text, double count) => Assert.Equal(count, Quantity.Count.Read("--parameters", text), count * 1e-12);

    [Theory]
    [InlineData("400T", 400e12)]
    [InlineData("1.2P", 1.2e15)]
    [InlineData("400TFLOPS", 400e12)]
    [InlineData("150 GFLOP/s", 150e9)]
    [InlineData("1e12", 1e12)]
    public void Operations_a_second_may_say_so(string text, double flops) => Assert.Equal(flops, Quantity.Flops.Read("--flops", text), flops * 1e-12);

    [Theory]
    [InlineData("100", "--network is 100; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("100gb/s", "--network is 100gb/s; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("fast", "--network is fast; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("-5Gb/s", "--network is -5Gb/s; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("", "--network is empty; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("1.2.3Gb/s", "--network is 1.2.3Gb/s; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("1e999Gb/s", "--network is 1e999Gb/s; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.")]
    [InlineData("12,5GB/s", "--network is 12,5GB/s; write 12.5GB/s.")]
    [InlineData("1,000Gb/s", "--network is 1,000Gb/s; write 1.000Gb/s or 1000Gb/s.")]
    public void What_cannot_be_read_is_refused_with_what_to_write(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Quantity.Speed.Read("--network", text)).Message);

    [Theory]
    [InlineData("5", "--latency is 5; it must be a number with a unit: 5us, 0.2ms, 1s.")]
    [InlineData("5 minutes", "--latency is 5 minutes; it must be a number with a unit: 5us, 0.2ms, 1s.")]
    public void A_time_without_a_unit_that_is_known_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Quantity.Time.Read("--latency", text)).Message);
}
