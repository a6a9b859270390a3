using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Evaluation;

public sealed class TokenLossTableTests : IDisposable
{
    private static readonly Vocabulary Words = new(["a", "\t", "x\ny", "back\\slash", "\u0007\u00e9", "<eos>"], null, "<eos>");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Targets_come_in_any_order_and_stand_in_that_of_the_text()
    {
        var path = _folder.File("losses.tsv");
        using (var table = new TokenLossTable(path))
        {
            foreach (var place in new[] { 4, 5, 0, 1, 3, 2 })
                table.Take(new ScoredToken(place, 0, place + 2, place + 0.5f, 0.5, 1, 0) { Place = place });
            table.Write(new MemoryTokens(new[] { 0, 1, 2, 3, 4, 5 }), Words);
        }

        Assert.Equal(
            """
            position	document	id	token	loss	rank
            0	0	0	a	0.5	3
            1	0	1	\t	1.5	4
            2	0	2	x\ny	2.5	5
            3	0	3	back\\slash	3.5	6
            4	0	4	\u0007é	4.5	7
            5	0	5	<eos>	5.5	8

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Documents_are_numbered_and_empty_ones_have_no_line()
    {
        var path = _folder.File("losses.tsv");
        var documents = new NumberedDocuments(2, 0, 3);
        var vocabulary = new Vocabulary([.. Enumerable.Range(0, 20).Select(i => $"{i}"), "<eos>"], null, "<eos>");
        using var table = new TokenLossTable(path);
        for (var place = 0; place < 5; place++)
            table.Take(new ScoredToken(0, 0, 0, 1, 0.5, 1, 0) { Place = place });
        table.Write(documents, vocabulary);

        Assert.Equal(["0", "0", "2", "2", "2"], File.ReadAllLines(path)[1..].Select(line => line.Split('\t')[1]));
    }

    [Fact]
    public void More_targets_than_fit_into_memory_at_once_are_kept()
    {
        const int Count = 20_000;
        var path = _folder.File("losses.tsv");
        using var table = new TokenLossTable(path);
        for (var place = Count - 1; place >= 0; place--)
            table.Take(new ScoredToken(0, 0, place, place, 0.5, 1, 0) { Place = place });
        table.Write(new MemoryTokens(new int[Count]), Words);

        Assert.Equal(Enumerable.Range(0, Count).Select(place => $"{place}\t0\t0\ta\t{place}\t{place + 1}"), File.ReadAllLines(path)[1..]);
    }

    [Fact]
    public void A_target_that_did_not_come_is_a_defect()
    {
        using var table = new TokenLossTable(_folder.File("losses.tsv"));
        table.Take(new ScoredToken(0, 0, 0, 1, 0.5, 1, 0) { Place = 0 });

        Assert.Throws<InvalidOperationException>(() => table.Write(new MemoryTokens(new int[2]), Words));
        Assert.False(File.Exists(_folder.File("losses.tsv")));
    }

    [Fact]
    public void A_folder_in_its_place_is_refused() =>
        Assert.Contains("is a folder", Assert.Throws<ConfigurationException>(() => new TokenLossTable(_folder.Path)).Message);

    public void Dispose() => _folder.Dispose();
}
