using Weft.Foundation;
using Weft.Kernels.Updates;
using Weft.Tests.Support;
using Weft.Workers;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Tests.Workers.Sums;

public class TreeSumTests
{
    // Uneven halves and pieces, and more than one piece.
    private const int Length = 300_007;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Eight_shards_give_the_same_bits_for_each_number_of_workers(int count)
    {
        foreach (var length in (int[])[1, 5, Length])
        {
            var expected = SumOfShards(1, length)[0];
            Assert.Equal(ByHand(length), expected);
            Assert.All(SumOfShards(count, length), sum => Assert.Equal(expected, sum));
        }
    }

    [Fact]
    public void Of_a_table_only_touched_parts_are_looked_at_and_the_sum_is_the_same()
    {
        using var scope = NewDisposeScope();
        const int Start = 128;
        const int Table = 3000;
        var random = RandomStream.For(6, "touched");
        // Parts that each shard touches: the third and the last were given no rows.
        var parts = Enumerable.Range(0, 8).Select(shard => shard is 2 or 7 ? [] : Enumerable.Range(0, 9).Select(_ => random.NextInt32(Table / TouchedParts.PartLength)).Distinct().ToArray()).ToArray();
        var shards = Enumerable.Range(0, 8).Select(shard =>
        {
            var numbers = tensor(Shard(shard, Start + Table));
            var isTouched = zeros(Table, ScalarType.Bool);
            foreach (var part in parts[shard])
                isTouched.narrow(0, part * TouchedParts.PartLength, TouchedParts.PartLength).fill_(true);
            numbers.narrow(0, Start, Table).masked_fill_(isTouched.logical_not(), 0);
            return numbers;
        }).ToList();
        var touched = new TouchedParts(Table);
        FlatRange[] ranges = [new(0, Start), new(Start, Table, touched)];

        var sparse = Sum(ranges);
        var marks = touched.Pack();
        touched.Clear();

        Assert.Equal(Sum(null), sparse);
        var expected = new TouchedParts(Table);
        foreach (var part in parts.SelectMany(own => own))
            expected.Mark(part * TouchedParts.PartLength, 1);
        Assert.Equal(expected.Pack(), marks);

        float[] Sum(FlatRange[]? ranges)
        {
            using var tree = new ShardTree(8);
            var numbers = zeros(Start + Table);
            // Twice: what the first sum left behind in the levels is nothing to the second.
            for (var shard = 0; shard < 16; shard++)
            {
                Assert.Equal(0, numbers.count_nonzero().item<long>());
                Assert.False(touched.HasMarks);
                numbers.add_(shards[shard < 8 ? 7 - shard : shard - 8]);
                foreach (var part in ranges is null ? [] : parts[shard < 8 ? 7 - shard : shard - 8])
                    touched.Mark(part * TouchedParts.PartLength, TouchedParts.PartLength);
                if (tree.Take(numbers, ranges) && shard == 7)
                {
                    numbers.zero_();
                    touched.Clear();
                }
            }
            return numbers.data<float>().ToArray();
        }
    }

    [Fact]
    public void Another_order_gives_other_bits()
    {
        var inTurn = Enumerable.Range(0, 8).Select(shard => Shard(shard, Length)).Aggregate((sum, shard) => [.. sum.Zip(shard, (a, b) => a + b)]);

        Assert.NotEqual(ByHand(Length), inTurn);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Any_number_of_workers_gets_the_same_bits(int count)
    {
        foreach (var length in (int[])[3, Length])
        {
            var sums = ThreadExchange.Run(count, exchange => Summed(exchange, Shard(exchange.Rank, length)));

            Assert.All(sums, sum => Assert.Equal(sums[0], sum));
            Assert.Equal(Enumerable.Range(0, count).Sum(shard => (double)Shard(shard, length)[2]), sums[0][2], 1e-2);
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void A_divided_sum_is_the_sum_of_the_tree(int count, bool isUneven)
    {
        var parts = isUneven ? new Parts([0, Length - 1000, .. Enumerable.Repeat(1000L, 1), .. new long[count - 3]]) : Parts.Equal(Length, count);
        var whole = ThreadExchange.Run(count, exchange => Summed(exchange, Shard(exchange.Rank, Length)))[0];

        var divided = ThreadExchange.Run(count, exchange =>
        {
            var numbers = Shard(exchange.Rank, Length);
            var sum = new TreeSum(exchange);
            sum.ReduceScatter<float>(numbers, parts);
            var own = parts.Of(exchange.Rank, numbers.AsSpan()).ToArray();
            sum.AllGather<float>(numbers, parts);
            return (Own: own, All: numbers);
        });

        Assert.All(divided, result => Assert.Equal(whole, result.All));
        Assert.Equal(whole, divided.SelectMany(result => result.Own));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public void No_worker_sends_more_than_twice_the_vector(int count)
    {
        var sent = ThreadExchange.Run(count, exchange =>
        {
            Summed(exchange, new float[Length]);
            return exchange.Sent;
        });

        Assert.All(sent, bytes => Assert.InRange(bytes, 1, 2L * (count - 1) * Length * sizeof(float) / count + 64));
    }

    [Fact]
    public void Parts_that_are_not_those_of_the_numbers_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ThreadExchange.Run(1, exchange =>
        {
            new TreeSum(exchange).AllGather<float>(new float[5], new Parts(2, 2));
            return 0;
        }));

        Assert.StartsWith("There are 2 parts of 4 numbers for 1 workers and 5 numbers.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Parts(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardTree(3));
    }

    private static float[][] SumOfShards(int count, int length) => ThreadExchange.Run(count, exchange =>
    {
        using var scope = NewDisposeScope();
        var own = 8 / count;
        using var tree = new ShardTree(own);
        var numbers = zeros(length);
        var wasLast = false;
        for (var shard = 0; shard < own; shard++)
        {
            Assert.False(wasLast);
            Assert.Equal(0, numbers.abs().sum().item<float>());
            numbers.add_(tensor(Shard(exchange.Rank * own + shard, length)));
            wasLast = tree.Take(numbers);
        }
        Assert.True(wasLast);
        return Summed(exchange, numbers.data<float>().ToArray());
    });

    private static float[] Summed(IExchange exchange, float[] numbers)
    {
        new TreeSum(exchange).Sum<float>(numbers);
        return numbers;
    }

    private static float[] ByHand(int length)
    {
        var s = Enumerable.Range(0, 8).Select(shard => Shard(shard, length)).ToArray();
        return [.. Enumerable.Range(0, length).Select(i => (s[0][i] + s[1][i] + (s[2][i] + s[3][i])) + (s[4][i] + s[5][i] + (s[6][i] + s[7][i])))];
    }

    private static float[] Shard(int shard, int length)
    {
        var stream = RandomStream.For(3, "shards", shard);
        return [.. Enumerable.Range(0, length).Select(i => (float)((stream.NextDouble() - 0.5) * Math.Pow(10, i % 7)))];
    }
}
