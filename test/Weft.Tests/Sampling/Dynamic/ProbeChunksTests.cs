using CsCheck;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling.Dynamic;

namespace Weft.Tests.Sampling.Dynamic;

public class ProbeChunksTests
{
    /// <summary>No window of any epoch that is trained on has a target in common with a held-out chunk, as it is measured.</summary>
    [Fact]
    public void No_window_that_is_trained_on_touches_a_held_out_one() =>
        Gen.Select(Gen.Int[200, 900], Gen.Int[2, 9], Gen.Long[0, 1000], Gen.Long[0, 20]).Sample((count, time, seed, epoch) =>
        {
            var chunks = new ShiftedChunks(new MemoryTokens(new int[count * time]), time, 0, seed);
            var probes = ProbeChunks.Choose(chunks.Count, 24, seed);
            var held = probes.Probe.SelectMany(chunk => TargetsOf(chunks, 0, chunk)).ToHashSet();
            return Enumerable.Range(0, (int)chunks.Count).Where(chunk => !probes.IsHeldOut(chunk))
                .SelectMany(chunk => TargetsOf(chunks, epoch, chunk)).All(target => !held.Contains(target));
        }, iter: 40);

    [Fact]
    public void There_are_as_many_of_both_kinds_and_control_chunks_are_trained_on()
    {
        var probes = ProbeChunks.Choose(30_000, 128, seed: 4);

        Assert.Equal((128, 128), (probes.Probe.Distinct().Count(), probes.Control.Distinct().Count()));
        Assert.All(probes.Probe, chunk => Assert.True(probes.IsHeldOut(chunk)));
        Assert.All(probes.Control, chunk => Assert.False(probes.IsHeldOut(chunk)));
        Assert.Equal(160, probes.HeldOut);
        Assert.Equal(probes.Probe, ProbeChunks.Choose(30_000, 128, seed: 4).Probe);
        Assert.NotEqual(probes.Probe, ProbeChunks.Choose(30_000, 128, seed: 5).Probe);
    }

    [Theory]
    [InlineData(200, 8)]
    [InlineData(450, 16)]
    public void At_most_a_twentieth_is_held_out(int chunks, int expected) =>
        Assert.Equal(expected, ProbeChunks.Choose(chunks, 128, seed: 1).Probe.Count);

    [Fact]
    public void Too_little_text_is_refused() => Assert.Contains(
        "has 199 chunks; the dynamic sampler takes at least 200", Assert.Throws<InvalidDataException>(() => ProbeChunks.Choose(199, 128, 1)).Message);

    private static IEnumerable<long> TargetsOf(ShiftedChunks chunks, long epoch, long chunk)
    {
        var range = chunks.RangeOf(epoch, chunk);
        return Enumerable.Range(0, range.Length).Select(i => range.Begin + i);
    }
}
