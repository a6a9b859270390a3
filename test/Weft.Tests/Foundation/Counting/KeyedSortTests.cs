using CsCheck;
using Weft.Foundation.Counting;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation.Counting;

public sealed class KeyedSortTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Values_come_by_rising_key_as_often_as_they_are_asked_for() =>
        Gen.Select(Gen.ULong[0, 50].Array[0, 400], Gen.Int[1, 100]).Sample((keys, most) =>
        {
            using var sort = new KeyedSort<int>(most, _folder.Path);
            foreach (var (value, key) in keys.Index())
                sort.Add(key, value);
            var expected = keys.Index().Select(pair => (pair.Item, pair.Index)).Order().ToList();
            for (var reading = 0; reading < 2; reading++)
                Assert.Equal(expected, sort.Read().Select(pair => (pair.Key, pair.Count)).Order());
            Assert.Equal(keys.Order(), sort.Read().Select(pair => pair.Key));
            Assert.Equal((keys.Length, Math.Max(0, keys.Length - 1) / most), (sort.Count, sort.Spills));
        });

    [Fact]
    public void Reading_can_end_early_and_begin_again()
    {
        using var sort = new KeyedSort<int>(3, _folder.Path);
        for (var i = 0; i < 20; i++)
            sort.Add((ulong)(100 - i), i);

        Assert.Equal(81UL, sort.Read().First().Key);
        Assert.Equal(Enumerable.Range(81, 20).Select(key => (ulong)key), sort.Read().Select(pair => pair.Key));
    }

    public void Dispose() => _folder.Dispose();
}
