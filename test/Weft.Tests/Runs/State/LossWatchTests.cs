using Weft.Foundation;
using Weft.Runs.State;

namespace Weft.Tests.Runs.State;

public class LossWatchTests
{
    private const int Words = 10_000;
    private static readonly double Blind = Math.Log(Words);

    [Fact]
    public void The_mean_is_that_of_the_last_twenty_steps_or_so()
    {
        Assert.Equal(7, After(7).Mean, 12);
        Assert.Equal(7, After(Enumerable.Repeat(7.0, 50)).Mean, 12);
        // (0.05 * 10 + 0.95 * 0.05 * 4) / (1 - 0.95^2)
        Assert.Equal(0.69 / 0.0975, After(4, 10).Mean, 12);
        Assert.Equal(4, After(4, 10).Lowest, 12);
    }

    [Theory]
    [InlineData("falls", false)]
    [InlineData("spikes", false)]
    [InlineData("begins badly", false)]
    [InlineData("blind", false)]
    [InlineData("rises to blind guessing", false)]
    [InlineData("jumps", true)]
    [InlineData("climbs", true)]
    [InlineData("was never good", true)]
    public void Only_what_is_far_above_blind_guessing_and_the_past_is_an_explosion(string how, bool explodes)
    {
        IEnumerable<double> losses = how switch
        {
            "falls" => Enumerable.Range(0, 500).Select(step => 3 + (Blind - 3) * Math.Exp(-step / 60.0)),
            "spikes" => Enumerable.Range(0, 500).Select(step => step % 50 == 49 ? 3 * Blind : 4.0),
            "begins badly" => Enumerable.Range(0, 500).Select(step => step < 8 ? 15 : 8.0),
            "blind" => Enumerable.Repeat(Blind + 1, 500),
            "rises to blind guessing" => Enumerable.Range(0, 500).Select(step => step < 100 ? 3 : Blind + 1),
            "jumps" => Enumerable.Range(0, 200).Select(step => step < 100 ? 4 : 54.0),
            "climbs" => Enumerable.Range(0, 300).Select(step => 4 + step / 10.0),
            _ => Enumerable.Range(0, 60).Select(step => Blind + step),
        };
        var watch = new LossWatch();
        var exploded = false;
        foreach (var loss in losses)
        {
            watch = watch.With(loss);
            exploded |= watch.HasExploded(Blind);
        }

        Assert.Equal(explodes, exploded);
    }

    [Fact]
    public void A_single_step_is_judged_by_the_mean_and_by_blind_guessing()
    {
        Assert.Equal(double.MaxValue, After(Enumerable.Repeat(4.0, LossWatch.Beginning - 1)).Highest(Blind));
        Assert.Equal(1.5 * Blind, After(Enumerable.Repeat(4.0, LossWatch.Beginning)).Highest(Blind), 9);
        Assert.Equal(23, After(Enumerable.Repeat(20.0, LossWatch.Beginning)).Highest(Blind), 9);
        Assert.Equal(Math.Log(2) + 3, After(Enumerable.Repeat(0.1, LossWatch.Beginning)).Highest(Math.Log(2)), 9);
    }

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var watch = After(4.25, 3.1, 2.999999999999);

        Assert.Equal(watch, System.Text.Json.JsonSerializer.Deserialize<LossWatch>(System.Text.Json.JsonSerializer.Serialize(watch, WeftJson.Indented), WeftJson.Indented));
        Assert.True(watch.IsCalm);
        Assert.False(watch.With(50).IsCalm);
    }

    private static LossWatch After(params IEnumerable<double> losses) => losses.Aggregate(new LossWatch(), (watch, loss) => watch.With(loss));
}
