using Weft.Tests.Support;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Workers;

public class WeightsAgreementTests
{
    [Theory]
    [InlineData(3, 1, "Worker 1 has other weights than the others after step 20: ")]
    [InlineData(4, 3, "Worker 3 has other weights than the others after step 20: ")]
    [InlineData(2, 1, "The weights of workers 0, 1 are not the same after step 20: ")]
    public void A_bit_that_flips_is_found_and_the_odd_worker_is_named_by_all(int count, int odd, string message)
    {
        var errors = WorkersInTurn.Try(workers => Compare(workers, odd), count);

        Assert.All(errors, error => Assert.StartsWith(message, Assert.IsType<WorkersLostException>(error!.SourceException).Message));
    }

    [Fact]
    public void Equal_weights_are_in_order()
    {
        Assert.All(WorkersInTurn.Try(workers => Compare(workers, odd: -1)), Assert.Null);
        Compare(Alone.Instance, 0);
    }

    private static void Compare(IWorkers workers, int odd)
    {
        using var weights = arange(1000, ScalarType.Float32);
        if (workers.Rank == odd)
            weights[999] = MathF.BitIncrement(999);
        WeightsAgreement.Require(workers, weights, step: 20);
    }
}
