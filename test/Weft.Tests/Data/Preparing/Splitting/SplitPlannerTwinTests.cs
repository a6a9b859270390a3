using CsCheck;
using Weft.Data;
using Weft.Data.Preparing.Splitting;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Data.Preparing.Splitting;

/// <summary>Splits are those of a plain twin that holds everything in memory, however few documents the table may hold.</summary>
public sealed class SplitPlannerTwinTests : IDisposable
{
    private static readonly Gen<string> Document =
        Gen.Frequency((8, Gen.Char['a', 'f'].Array[0, 5]), (1, Gen.Char['a', 'b'].Array[40, 120]), (1, Gen.Bool.Select(blank => blank ? ' ' : '\n').Array[1, 3]))
            .Select(letters => new string(letters));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Splits_are_those_of_the_twin() =>
        Gen.Select(Document.Array[1, 150], Gen.Double[0.001, 0.6], Gen.Double[0.001, 0.399], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((documents, validation, test, most, seed) =>
        {
            var twin = Twin(documents, validation, test, seed);
            if (twin is null)
                return true;
            using var table = Table(documents, seed, most);
            var plan = SplitPlanner.Plan(
                new DataOptions { ValidationRatio = validation, TestRatio = test }, table, [Split.Validation, Split.Test]);
            Assert.Equal((documents.Length - 1) / most, table.Spills);
            Assert.Equal(documents.Length, plan.Count);
            return twin.SequenceEqual(Enumerable.Range(0, documents.Length).Select(document => plan[document]));
        });

    [Fact]
    public void Nothing_of_the_table_stays_on_disk()
    {
        using (var table = Table([.. Enumerable.Range(0, 500).Select(i => $"{i}")], seed: 1, most: 3))
            Assert.Equal(500, table.Distinct().Count());

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private DocumentTable Table(string[] documents, long seed, int most)
    {
        var table = new DocumentTable(seed, _folder.Path, most);
        foreach (var document in documents)
            table.Add(new TextPiece(document, StartsDocument: true));
        table.Complete();
        return table;
    }

    /// <summary>The rule, written down once more, over lists; null where there are too few documents.</summary>
    private static Split[]? Twin(string[] documents, double validation, double test, long seed)
    {
        var groups = documents.Select((text, number) => (Hash: HashOf(text, seed, out var hasText), hasText, text.Length, number))
            .GroupBy(document => document.Hash).OrderBy(copies => copies.Key)
            .Select(copies => (Numbers: copies.Select(copy => copy.number).ToList(), Length: copies.Sum(copy => copy.Length), HasText: copies.All(copy => copy.hasText)))
            .ToList();
        if (groups.Count(document => document.HasText) < 3)
            return null;
        (Split Split, double Ratio)[] shares = [(Split.Validation, validation), (Split.Test, test)];
        var splits = new Split[groups.Count];
        long total = groups.Sum(document => document.Length);
        var longest = Math.Max(validation, test) * total;
        var scale = Math.Min(1, groups.Where(document => document.Length <= longest).Sum(document => document.Length) / ((validation + test) * total));
        var (begun, used, ratio, share) = (0L, 0L, validation, 0);
        foreach (var (place, document) in groups.Index().Where(document => document.Item.Length <= longest))
        {
            while (share < 2 && used + document.Length > (long)(ratio * scale * total) && used - begun >= 0.75 * ((long)(ratio * scale * total) - begun))
            {
                if (++share < 2)
                    (ratio, begun) = (ratio + test, used);
            }
            if (share == 2)
                break;
            if (used + document.Length > (long)(ratio * scale * total))
                continue;
            splits[place] = shares[share].Split;
            used += document.Length;
        }
        foreach (var empty in new[] { Split.Validation, Split.Test, Split.Train })
        {
            var texts = Enum.GetValues<Split>().Select(split => Enumerable.Range(0, groups.Count).Where(place => groups[place].HasText && splits[place] == split).ToList()).ToList();
            if (texts[(int)empty].Count > 0)
                continue;
            var spare = texts.First(places => places.Count > 1);
            splits[empty == Split.Train ? spare.MaxBy(place => groups[place].Length) : spare.MinBy(place => groups[place].Length)] = empty;
        }
        var byDocument = new Split[documents.Length];
        foreach (var (place, document) in groups.Index())
            document.Numbers.ForEach(number => byDocument[number] = splits[place]);
        return byDocument;
    }

    private static ulong HashOf(string text, long seed, out bool hasText)
    {
        var hash = new DocumentHash(seed);
        hash.Add(text);
        hasText = hash.TryTake(out var value);
        return value;
    }
}
