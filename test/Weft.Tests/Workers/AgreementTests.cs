using Weft.Tests.Support;
using Weft.Workers;

namespace Weft.Tests.Workers;

public class AgreementTests
{
    [Theory]
    [InlineData(8, 3, "0+2 2+3 5+3")]
    [InlineData(2, 3, "0+0 0+1 1+1")]
    [InlineData(0, 2, "0+0 0+0")]
    [InlineData(7, 1, "0+7")]
    public void Shares_follow_one_another_and_are_all_rows(int rows, int count, string expected)
    {
        var shares = WorkersInTurn.Run(workers => Share.Of(workers, rows), count);

        Assert.Equal(expected, string.Join(' ', shares.Select(share => $"{share.First}+{share.Count}")));
    }

    [Fact]
    public void One_wish_to_stop_is_everybodys()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Equal([true, true, true], WorkersInTurn.Run(workers => workers.AgreeToStop(workers.Rank == 1 ? stop.Token : default)));
        Assert.Equal([false, false, false], WorkersInTurn.Run(workers => workers.AgreeToStop(default)));
    }

    [Fact]
    public void Counts_and_parts_come_together_by_rank()
    {
        var results = WorkersInTurn.Run(workers =>
        {
            long[] counts = [workers.Rank, 10];
            workers.Sum(counts);
            return (Counts: string.Join(' ', counts), Parts: string.Join(' ', workers.Gather(Enumerable.Repeat(workers.Rank, workers.Rank).ToArray())));
        });

        Assert.All(results, result => Assert.Equal(("3 30", "1 2 2"), result));
    }

    [Fact]
    public void What_the_first_does_is_done_before_others_go_on_and_after_all_have_come()
    {
        var log = new List<string>();
        WorkersInTurn.Run(workers =>
        {
            log.Add($"before {workers.Rank}");
            workers.OnFirst(() => log.Add($"act {workers.Rank}"));
            log.Add($"after {workers.Rank}");
            return 0;
        });

        Assert.Equal("act 0", log[3]);
        Assert.Equal(["before 0", "before 1", "before 2"], log[..3]);
        Assert.All(log[4..], entry => Assert.StartsWith("after", entry));
    }

    [Fact]
    public void Where_the_first_fails_all_fail()
    {
        var errors = WorkersInTurn.Try(workers => workers.OnFirst(() => throw new UnauthorizedAccessException("no")));

        Assert.IsType<UnauthorizedAccessException>(errors[0]!.SourceException);
        Assert.All(errors.Skip(1), error => Assert.IsType<IOException>(error!.SourceException));
    }

    [Fact]
    public void Alone_everything_is_ones_own()
    {
        int[] own = [4, 5];
        Span<double> numbers = [1.5];
        Alone.Instance.Sum(numbers);

        Assert.Same(own, Alone.Instance.Gather(own));
        Assert.Equal((1.5, 7), (numbers[0], Alone.Instance.FromFirst(7)));
        Assert.Throws<FormatException>(() => Alone.Instance.OnFirst(() => throw new FormatException()));
    }
}
