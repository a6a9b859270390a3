using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class ChunkComplexityTests
{
    [Fact]
    public void It_is_the_mean_surprisal_of_the_targets()
    {
        // Shares: a half, a quarter, an eighth, an eighth; a token that does not occur counts as one that occurs once.
        var complexities = ChunkComplexity.Of(new FixedChunks(new MemoryTokens(new[] { 0, 0, 1, 2, 3 }), 2, startId: 3), [4, 2, 1, 1, 0]);

        Assert.Equal(Math.Log(2), complexities[0], 1e-6);
        Assert.Equal((Math.Log(4) + Math.Log(8)) / 2, complexities[1], 1e-6);
        Assert.Equal(Math.Log(8), complexities[2], 1e-6);
    }

    [Fact]
    public void A_quantile_is_the_share_that_is_smaller() =>
        Assert.Equal([0.125f, 0.875f, 0.375f, 0.625f], ChunkComplexity.Quantiles([-1, 9, 2, 3]));
}
