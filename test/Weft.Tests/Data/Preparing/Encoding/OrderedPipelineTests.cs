using Weft.Data.Preparing.Encoding;

namespace Weft.Tests.Data.Preparing.Encoding;

public class OrderedPipelineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Results_come_in_the_order_of_the_items(int workers)
    {
        var taken = new List<int>();
        OrderedPipeline.Run(Enumerable.Range(0, 1000), workers, item => item * 2, taken.Add, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 1000).Select(item => item * 2), taken);
    }

    [Fact]
    public void Few_items_are_under_way_at_once()
    {
        var (read, taken, most) = (0, 0, 0);
        OrderedPipeline.Run(Items(), workers: 3, item => item, _ => taken++, CancellationToken.None);

        Assert.InRange(most, 1, 7);

        IEnumerable<int> Items()
        {
            for (; read < 200; read++)
            {
                most = Math.Max(most, read - taken);
                yield return read;
            }
        }
    }

    [Fact]
    public void An_error_of_a_worker_reaches_the_caller_as_it_is()
    {
        var error = Assert.Throws<InvalidDataException>(() => OrderedPipeline.Run(
            Enumerable.Range(0, 1000), workers: 2, item => item == 7 ? throw new InvalidDataException("seven") : item, _ => { }, CancellationToken.None));

        Assert.Equal("seven", error.Message);
    }

    [Fact]
    public void An_error_of_the_source_reaches_the_caller_as_it_is()
    {
        Assert.Throws<InvalidDataException>(() => OrderedPipeline.Run(Items(), workers: 2, item => item, _ => { }, CancellationToken.None));

        static IEnumerable<int> Items()
        {
            yield return 1;
            throw new InvalidDataException("source");
        }
    }
}
