using Weft.Bench.Fuzzing;

namespace Weft.Tests.Bench;

public sealed class ByteMutationsTests
{
    private static readonly byte[] Good = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

    [Fact]
    public void The_same_seed_gives_the_same_copies_and_another_seed_others()
    {
        var first = ByteMutations.Of(Good, 50, 7).ToList();

        Assert.Equal(first, ByteMutations.Of(Good, 50, 7));
        Assert.NotEqual(first, ByteMutations.Of(Good, 50, 8));
    }

    [Fact]
    public void Copies_differ_from_the_file_and_from_one_another_and_leave_it_as_it_was()
    {
        byte[] file = [.. Good];
        var copies = ByteMutations.Of(file, 200, 1).ToList();

        Assert.Equal(Good, file);
        Assert.True(copies.Count(copy => !copy.AsSpan().SequenceEqual(Good)) >= 190);
        Assert.True(copies.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count() >= 180);
        Assert.Contains(copies, copy => copy.Length < Good.Length);
        Assert.Contains(copies, copy => copy.Length > Good.Length);
        Assert.Contains(copies, copy => copy.Length == Good.Length);
    }

    [Fact]
    public void Even_an_empty_file_can_be_damaged() => Assert.Contains(ByteMutations.Of([], 100, 1), copy => copy.Length > 0);
}
