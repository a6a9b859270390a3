using Weft.Data.Store;

namespace Weft.Tests.Data.Store;

public class TokenFrequenciesTests
{
    [Fact]
    public void Every_token_is_counted_across_blocks()
    {
        var ids = Enumerable.Range(0, 200_000).Select(i => i % 7 == 0 ? 2 : i % 2).ToArray();

        var counts = TokenFrequencies.Count(new MemoryTokens(ids), 4);

        Assert.Equal(Enumerable.Range(0, 4).Select(id => (long)ids.Count(token => token == id)), counts);
    }
}
