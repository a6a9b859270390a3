using CsCheck;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Curriculum;

public class CurriculumTests
{
    [Fact]
    public void Rows_grow_from_the_start_length_to_the_context_by_doubling()
    {
        var options = new CurriculumOptions { StartLength = 8, LengthShare = 0.3 };

        Assert.Equal([8, 8, 16, 32, 32, 64, 64], new[] { 0, 0.099, 0.1, 0.2, 0.29, 0.3, 1 }.Select(progress => options.LengthAt(progress, 64)));
        // Where doubling does not lead to the context, the last length is the context's all the same.
        Assert.Equal([10, 20, 25], new[] { 0, 0.16, 0.3 }.Select(progress => (options with { StartLength = 10 }).LengthAt(progress, 25)));
    }

    [Fact]
    public void By_default_rows_are_whole_and_every_chunk_is_taken()
    {
        Assert.Equal(64, new CurriculumOptions().LengthAt(0, 64));
        Assert.Equal(1, new CurriculumOptions().CompetenceAt(0));
    }

    /// <summary>Platanios et al. 2019, equation 7: sqrt(t (1 - c0^2) / T + c0^2).</summary>
    [Fact]
    public void Competence_is_the_root_of_a_line()
    {
        var options = new CurriculumOptions { StartCompetence = 0.1, CompetenceShare = 0.5 };

        Assert.Equal(0.1, options.CompetenceAt(0), 12);
        Assert.Equal(Math.Sqrt(0.5 * 0.99 + 0.01), options.CompetenceAt(0.25), 12);
        Assert.Equal(1, options.CompetenceAt(0.5), 12);
        Assert.Equal(1, options.CompetenceAt(0.9), 12);
    }

    [Fact]
    public void Complex_chunks_wait_and_then_all_come_once_an_epoch() =>
        Gen.Select(Gen.Int[5, 80], Gen.Int[1, 9], Gen.Double[0.05, 0.95]).Sample((count, batch, start) =>
        {
            var places = ChunkComplexity.Quantiles([.. Enumerable.Range(0, count).Select(chunk => (float)(chunk * 17 % 23))]);
            var options = new CurriculumOptions { StartCompetence = start, CompetenceShare = 0.5 };
            var sampler = new UniformSampler(new ChunkOrders(count, 3), new Competence(places, options));
            var progress = new[] { 0.0, 0.1, 0.3 };
            // However few there are, the simplest one is not too complex.
            var isSimple = progress.All(share => sampler.Next(batch, share).Examples.All(
                chunk => places[chunk] <= Math.Max(places.Min(), options.CompetenceAt(share))) && !sampler.CanDrawAhead);
            sampler.Next(batch, 0.5);
            var epoch = sampler.State.Epoch + 1;
            var later = new List<long>();
            while (sampler.Next(batch, 0.6) is { } samples && samples.Epoch <= epoch)
                later.AddRange(samples.Epoch == epoch ? samples.Examples : []);
            return isSimple && sampler.CanDrawAhead && later.Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (long)i));
        });
}
