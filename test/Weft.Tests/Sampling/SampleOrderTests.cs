using System.Security.Cryptography;
using System.Text.Json;
using Weft.Foundation;
using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class SampleOrderTests
{
    [Fact]
    public void It_is_the_chain_of_hashes_that_the_format_describes()
    {
        var order = default(SampleOrder).With(0, [7, 300]).With(1, []).With(2, [-1]);

        var expected = new byte[32];
        foreach (var (epoch, chunks) in new long[][] { [7, 300], [], [-1] }.Index())
            expected = SHA256.HashData([.. expected, .. BitConverter.GetBytes((long)epoch), .. SHA256.HashData([.. chunks.SelectMany(BitConverter.GetBytes)])]);
        Assert.Equal(Convert.ToHexStringLower(expected), order.ToString());
    }

    [Fact]
    public void Order_epoch_and_the_borders_of_batches_matter()
    {
        SampleOrder start = default;
        SampleOrder[] all = [start, start.With(0, [1, 2]), start.With(1, [1, 2]), start.With(0, [2, 1]), start.With(0, [1]).With(0, [2]), start.With(0, [1, 2]).With(0, [])];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void It_is_kept_as_text()
    {
        var order = default(SampleOrder).With(0, [5]);
        var json = JsonSerializer.Serialize(order, WeftJson.OneLine);

        Assert.Equal($"\"{order}\"", json);
        Assert.Equal(order, JsonSerializer.Deserialize<SampleOrder>(json, WeftJson.OneLine));
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("\"zz00000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData("null")]
    public void Other_text_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SampleOrder>(json, WeftJson.OneLine));

    [Fact]
    public void Nothing_is_allocated()
    {
        var chunks = Enumerable.Range(0, 64).Select(i => (long)i).ToArray();
        var order = default(SampleOrder).With(0, chunks);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            order = order.With(0, chunks);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotEqual(default, order);
    }
}
