using Weft.Foundation;
using Weft.Foundation.Counting;

namespace Weft.Tests.Foundation.Counting;

public sealed class SpanTableTests
{
    [Fact]
    public void Is_what_a_dictionary_is()
    {
        var random = RandomStream.For(1, "span table");
        var (table, twin) = (new SpanTable<int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < 50_000; i++)
        {
            var text = new string((char)('a' + random.NextInt32(4)), random.NextInt32(5)) + random.NextInt32(3_000);
            table.GetOrAdd(text) += i;
            twin[text] = twin.GetValueOrDefault(text) + i;
        }

        Assert.Equal(twin.OrderBy(entry => entry.Key, StringComparer.Ordinal), Sorted(table));
        Assert.Equal((twin.Count, twin.Keys.Sum(text => text.Length)), (table.Count, table.Characters));
        foreach (var (text, expected) in twin)
        {
            Assert.True(table.TryGet(text, out var value));
            Assert.Equal(expected, value);
        }
        Assert.False(table.TryGet("e", out _));
    }

    [Fact]
    public void Merges_another_and_forgets()
    {
        var (one, other) = (new SpanTable<int>(), new SpanTable<int>());
        one.GetOrAdd("") = 1;
        one.GetOrAdd("a") = 2;
        other.GetOrAdd("a") = 3;
        other.GetOrAdd("bc") = 4;
        one.Merge(other, static (ref int value, int more) => value += more);
        Assert.Equal([new("", 1), new("a", 5), new("bc", 4)], Sorted(one));

        one.Clear();
        Assert.Equal((0, 0), (one.Count, one.Characters));
        Assert.False(one.TryGet("a", out _));
        one.GetOrAdd("d") = 6;
        Assert.Equal([new("d", 6)], Sorted(one));
    }

    private static IEnumerable<KeyValuePair<string, int>> Sorted(SpanTable<int> table) =>
        table.Entries.Select(entry => KeyValuePair.Create(entry.Text.ToString(), entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal);
}
