using Weft.Bench.Fuzzing;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data.Store;

/// <summary>Whatever happens to the files of a store, the text that comes out of the preparation is the right one.</summary>
public sealed class TokenStoreFuzzTests : IDisposable
{
    private const int Mutations = 200;

    private static readonly DataOptions Options = new() { Level = TextLevel.Word, TagSeparator = "_", Label = "kind" };
    private static readonly FakeCorpus Corpus = FakeCorpus.Official(
        string.Concat(Enumerable.Range(0, 40).Select(i => $"w{i % 7}_A and_B w{i % 11}_C\n")), "w1_A w2_B\n", "w3_C\nw4_A\n").Labelled("a", "b", "a");

    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void A_damaged_store_is_prepared_anew_and_never_believed()
    {
        var folder = Prepare(out var right).Folder;
        // The memory of what was verified is one more file that may be damaged.
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal), folder + ".verified"];
        SetAtRest(files[..^1]);
        Prepare(out _);
        var damaged = 0;
        foreach (var file in files)
        {
            var before = File.ReadAllBytes(file);
            foreach (var (number, after) in ByteMutations.Of(before, Mutations / files.Length + 1, randomSeed: 11).Index())
            {
                File.WriteAllBytes(file, after);

                var prepared = Prepare(out var text);

                Assert.Equal(right, text);
                var isDamaged = file != files[^1] && !before.AsSpan().SequenceEqual(after);
                Assert.True(prepared.WasReused != isDamaged, $"mutation {number} of {Path.GetFileName(file)}");
                damaged += isDamaged ? 1 : 0;
                // So that all files are remembered as they are when the next one is damaged.
                SetAtRest(files[..^1]);
                Prepare(out _);
            }
        }
        Assert.InRange(damaged, Mutations * 3 / 4, Mutations);
    }

    public void Dispose() => _cache.Dispose();

    private PreparedCorpus Prepare(out string text)
    {
        var prepared = CorpusPreparer.Prepare(Corpus, Options, _cache.Path, workers: 1);
        using var store = prepared.Open();
        text = string.Concat(Enum.GetValues<Split>().Select(split => TextOf(store, split)));
        return prepared;
    }

    private static string TextOf(TokenStore store, Split split)
    {
        var tokens = store[split];
        var tags = new int[tokens.Count];
        tokens.CopyTags(0, tags);
        var words = Enumerable.Range(0, (int)tokens.Count).Select(place => $"{store.Vocabulary[tokens[place]]}_{store.TagNames[tags[place]]}");
        var starts = Enumerable.Range(0, (int)tokens.DocumentCount + 1).Select(document => tokens.DocumentStart(document));
        var labels = new int[tokens.DocumentCount];
        tokens.CopyLabels(0, labels);
        var names = labels.Select(label => store.LabelNames[label]);
        return $"{string.Join(' ', words)}|{string.Join(' ', starts)}|{string.Join(' ', names)}|{string.Join(' ', store.Manifest[split].Columns)}|";
    }

    private static void SetAtRest(IEnumerable<string> files)
    {
        foreach (var file in files)
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
