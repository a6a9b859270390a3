using CsCheck;
using Weft.Sampling.Static;

namespace Weft.Tests.Sampling.Static;

public class StaticSamplerTests
{
    [Fact]
    public void In_every_epoch_a_chunk_comes_as_often_as_its_rate_or_once_more() =>
        Gen.Select(Gen.Float[0, 4].Array[1, 40].Where(rates => rates.Max() > 0.5f), Gen.Long, Gen.Int[1, 9]).Sample((rates, seed, batch) =>
        {
            var epochs = TimesIn(3, new StaticSampler(rates, seed), rates.Length, batch);
            return epochs.All(times => rates.Index().All(rate => times[rate.Index] == (int)rate.Item || times[rate.Index] == (int)rate.Item + 1));
        });

    [Fact]
    public void Over_many_epochs_it_comes_exactly_as_often()
    {
        float[] rates = [0.1f, 0.5f, 1, 1.25f, 2.9f, 0];
        const int epochs = 4000;
        var times = TimesIn(epochs, new StaticSampler(rates, seed: 3), rates.Length, batch: 4);

        // Five standard errors of a mean of numbers that vary by at most a half.
        foreach (var (chunk, rate) in rates.Index())
            Assert.Equal(rate, times.Average(epoch => epoch[chunk]), 5 * 0.5 / Math.Sqrt(epochs));
    }

    /// <summary>What each chunk counts times how often it comes, over what the batches stand for, is the same for all: 1 / chunks.</summary>
    [Fact]
    public void Corrected_in_full_every_chunk_counts_alike_in_the_long_run()
    {
        float[] rates = [0.25f, 0.5f, 1, 1.25f, 2.9f];
        var sampler = new StaticSampler(rates, seed: 3, correction: 1);
        var (sums, nominal) = (new double[rates.Length], 0.0);
        for (var draw = 0; draw < 60_000; draw++)
        {
            var samples = sampler.Next(4, progress: 0);
            foreach (var (chunk, weight) in samples.Examples.Zip(samples.Weights!))
                sums[chunk] += weight;
            nominal += samples.Examples.Length * samples.StandsFor;
        }

        Assert.All(sums, sum => Assert.Equal(1.0 / rates.Length, sum / nominal, 0.01));
    }

    [Fact]
    public void Without_correction_all_samples_count_the_same()
    {
        var samples = new StaticSampler([0.5f, 1.5f, 3], seed: 3).Next(3, progress: 0);

        Assert.Null(samples.Weights);
        Assert.Equal(1, samples.StandsFor);
    }

    [Fact]
    public void It_goes_on_from_any_position_with_the_rates_that_it_began_with() =>
        Gen.Select(Gen.Float[0.1f, 3].Array[1, 30], Gen.Int[1, 7], Gen.Int[0, 40]).Sample((rates, batch, drawn) =>
        {
            var sampler = new StaticSampler(rates, seed: 7);
            for (var i = 0; i < drawn; i++)
                sampler.Next(batch, 0);
            // As a checkpoint does: another sampler, whose memory is filled before its first choice.
            var copy = new StaticSampler(new float[rates.Length], seed: 7, state: sampler.State);
            Array.Copy(sampler.Memory[0].Values, copy.Memory[0].Values, rates.Length);
            return Enumerable.Range(0, 20).All(_ => sampler.Next(batch, 0).Examples.SequenceEqual(copy.Next(batch, 0).Examples) && sampler.State == copy.State);
        });

    /// <summary>How often each chunk came in each of the first epochs.</summary>
    private static int[][] TimesIn(int epochs, StaticSampler sampler, int chunks, int batch)
    {
        var times = Enumerable.Range(0, epochs).Select(_ => new int[chunks]).ToArray();
        while (sampler.Next(batch, 0) is { } samples && samples.Epoch < epochs)
        {
            foreach (var chunk in samples.Examples)
                times[samples.Epoch][chunk]++;
        }
        return times;
    }
}
