using Weft.Data.Batching;
using Weft.Data.Store;

namespace Weft.Tests.Data.Batching;

public class WordDropoutTests
{
    private static readonly FixedChunks Chunks = new(new MemoryTokens(Enumerable.Range(10, 4000).ToArray()), 1000, startId: 5);

    [Fact]
    public void A_row_loses_its_share_of_words_and_no_target()
    {
        var (plain, thinned) = (new BatchBuffer(), new BatchBuffer());
        Chunks.Read(0, [0, 1, 2], plain);
        Chunks.Read(0, [0, 1, 2], thinned, new WordDropout([0, 0.2, 1], replacement: 7, seed: 1, key: 2));

        Assert.Equal(plain.Targets.ToArray(), thinned.Targets.ToArray());
        Assert.Equal(plain.Ids[..1000].ToArray(), thinned.Ids[..1000].ToArray());
        Assert.InRange(thinned.Ids[1000..2000].ToArray().Count(id => id == 7), 150, 250);
        Assert.All(thinned.Ids[2000..].ToArray(), id => Assert.Equal(7, id));
        Assert.All(plain.Ids.ToArray().Zip(thinned.Ids.ToArray()), pair => Assert.True(pair.Second == pair.First || pair.Second == 7));
    }

    [Fact]
    public void The_same_key_takes_the_same_words()
    {
        long[] Of(long key)
        {
            var buffer = new BatchBuffer();
            Chunks.Read(0, [3], buffer, new WordDropout([0.5], 7, seed: 1, key));
            return buffer.Ids.ToArray();
        }

        Assert.Equal(Of(2), Of(2));
        Assert.NotEqual(Of(2), Of(3));
    }
}
