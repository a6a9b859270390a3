using Weft.Foundation;
using Weft.Workers;
using Weft.Workers.Nccl;
using static TorchSharp.torch;

namespace Weft.Tests.Workers.Nccl;

/// <summary>The calls of NCCL and CUDA, answered by a stand-in: no device was needed, and none was tried.</summary>
public class NcclWorkersTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_sum_waits_for_what_was_computed_and_is_the_same_for_all(int count)
    {
        var standIn = await StandIn.Make();
        var results = standIn.Run(count, 0, workers =>
        {
            using var numbers = ones(1001) * (workers.Rank + 1);
            using var doubles = ones(3, ScalarType.Float64) * (workers.Rank + 0.5);
            workers.SumTensor(numbers);
            workers.SumTensor(doubles);
            return (numbers.min().item<float>(), numbers.max().item<float>(), doubles[2].item<double>());
        });

        var sum = count * (count + 1) / 2;
        var call = Around("allreduce");
        Assert.All(results, result => Assert.Equal(((sum, sum, sum - 0.5 * count), $"{call} {call}"), result));
    }

    [Fact]
    public async Task Sums_that_were_begun_together_are_awaited_one_by_one()
    {
        var standIn = await StandIn.Make();
        var results = standIn.Run(2, 0, workers =>
        {
            using var first = ones(10);
            using var second = ones(20) * 2;
            var begun = new[] { workers.BeginSum(first), workers.BeginSum(second) };
            Array.ForEach(begun, sum => sum.Wait());
            return first.sum().item<float>() + second.sum().item<float>();
        });

        Assert.All(results, result => Assert.Equal(20 + 80, result.Result));
    }

    [Theory]
    [InlineData(false, "reducescatter", "allgather")]
    [InlineData(true, "group reduce reduce end", "group broadcast broadcast end")]
    public async Task Parts_are_summed_where_they_belong_and_gathered(bool isUneven, string reduced, string gathered)
    {
        var standIn = await StandIn.Make();
        var parts = isUneven ? new Parts(0, 10, 20) : new Parts(10, 10, 10);
        var results = standIn.Run(3, 0, workers =>
        {
            using var scope = NewDisposeScope();
            var numbers = arange(parts.Length, ScalarType.Float32) * (workers.Rank + 1);
            workers.ReduceScatter(numbers, parts);
            var (start, length) = parts.Of(workers.Rank);
            var own = numbers.narrow(0, start, length).clone();
            numbers.fill_(-1);
            numbers.narrow(0, start, length).copy_(own);
            workers.AllGather(numbers, parts);
            return numbers.data<float>().ToArray();
        });

        var log = Around(reduced) + " " + Around(gathered);
        Assert.All(results, result => Assert.Equal(Enumerable.Range(0, 30).Select(i => i * 6f), result.Result));
        Assert.All(results, result => Assert.Equal(log, result.Log));
    }

    [Theory]
    [InlineData(1, "NCCL says unhandled system error.")]
    [InlineData(2, "has waited 0.5 s for the devices of the others. All workers are there, but what the devices send does not arrive.")]
    [InlineData(3, "NCCL says remote process exited or there was a network error.")]
    public async Task A_device_that_gets_nothing_is_not_waited_for_without_end(int failure, string message)
    {
        var standIn = await StandIn.Make();
        var results = standIn.Run(2, failure, workers =>
        {
            using var numbers = ones(5);
            return Assert.Throws<WorkersLostException>(() => workers.SumTensor(numbers)).Message;
        });

        Assert.All(results, result => Assert.Contains(message, result.Result));
        Assert.All(results, result => Assert.InRange(result.Result.Split(Environment.NewLine).Length, 1, 2));
        Assert.All(results, result => Assert.Equal(failure == 2, result.Log.EndsWith("abort", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        var standIn = await StandIn.Make();

        Assert.Contains("cuda:9 cannot be used for communication: CUDA says invalid device ordinal.", Assert.Throws<WorkersLostException>(() => standIn.Device(9)).Message);
        Assert.Equal("device is cuda:0; the NVIDIA driver's library /nowhere/libcuda.so must be there, and cannot be loaded.",
            Assert.Throws<ConfigurationException>(() => new CudaStream(0, "/nowhere/libcuda.so")).Message);
        Assert.Contains("WEFT_NCCL_LIBRARY is /nowhere/nccl; it must be", Assert.Throws<ConfigurationException>(() => NcclFunctions.Load("/nowhere/nccl")).Message);
        Assert.Contains("NCCL's library has no ncclGetUniqueId;", Assert.Throws<ConfigurationException>(() => NcclFunctions.Load("libc.so.6")).Message);
    }

    private static string Around(string call) => $"record-default wait {call} record-own";
}
