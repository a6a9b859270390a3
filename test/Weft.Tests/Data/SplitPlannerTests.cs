using CsCheck;
using Weft.Data;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Data;

public class SplitPlannerTests
{
    private static readonly Gen<string[]> Documents = Gen.Char['a', 'f'].Array[1, 3].Select(letters => new string(letters)).Array[1, 60];

    [Fact]
    public void Copies_of_a_document_are_never_on_both_sides() => Documents.Sample(documents =>
    {
        if (documents.Distinct().Count() < 3)
            return true;
        var splits = Plan(documents);
        return documents.Zip(splits).GroupBy(pair => pair.First).All(copies => copies.Select(pair => pair.Second).Distinct().Count() == 1);
    });

    [Fact]
    public void Every_split_has_a_document_where_there_are_three_different_ones() =>
        Gen.Select(Documents, Gen.Double[0.001, 0.6], Gen.Double[0.001, 0.399]).Sample((documents, validation, test) =>
            documents.Distinct().Count() < 3 || Plan(documents, validation, test).Distinct().Count() == 3);

    [Theory]
    [InlineData(0.05, 0.05)]
    [InlineData(0.2, 0.01)]
    [InlineData(0.4, 0.4)]
    public void Splits_have_their_part_of_the_characters(double validation, double test)
    {
        var documents = Enumerable.Range(0, 20_000).Select(i => new string('x', i % 50) + i).ToArray();
        var splits = Plan(documents, validation, test);
        var total = documents.Sum(document => document.Length);

        // What is missing is less than one document, 54 characters, at each end.
        Assert.Equal(validation, Part(Split.Validation), 55.0 / total);
        Assert.Equal(test, Part(Split.Test), 110.0 / total);

        double Part(Split split) => documents.Where((_, i) => splits[i] == split).Sum(document => (double)document.Length) / total;
    }

    [Fact]
    public void The_plan_depends_on_the_seed_but_not_on_the_order()
    {
        var documents = Enumerable.Range(0, 1000).Select(i => $"document {i}").ToArray();
        var plan = Plan(documents);
        var reversed = Plan([.. documents.Reverse()]);

        Assert.Equal(plan, reversed.Reverse());
        Assert.NotEqual(plan, Plan(documents, seed: 2));
    }

    [Fact]
    public void The_last_line_end_does_not_make_another_document()
    {
        string[] documents = ["a\nb\n", "a\nb", "c", "d", "a\n\nb"];
        for (var seed = 0; seed < 50; seed++)
        {
            var splits = Plan(documents, 0.3, 0.3, seed);
            Assert.Equal(splits[0], splits[1]);
        }
        Assert.Contains(Enumerable.Range(0, 50), seed => Plan(documents, 0.3, 0.3, seed) is var splits && splits[0] != splits[4]);
    }

    [Fact]
    public void How_a_document_is_cut_into_pieces_does_not_matter()
    {
        var whole = new DocumentTable(1);
        whole.Add(new TextPiece("a\n\nb\n", StartsDocument: true));
        whole.Complete();
        var cut = new DocumentTable(1);
        cut.Add(new TextPiece("a\n", StartsDocument: true));
        cut.Add(new TextPiece("\n", StartsDocument: false));
        cut.Add(new TextPiece("b\n", StartsDocument: false));
        cut.Complete();

        Assert.Equal(whole.Hashes[0], cut.Hashes[0]);
        Assert.Equal(5, cut.Lengths[0]);
    }

    [Fact]
    public void Fewer_than_three_different_documents_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Plan(["a", "b", "a", "b"]));

        Assert.Equal($"notes.txt has fewer than three different documents, too few to divide into train, validation and test.{Environment.NewLine}"
            + "Set data.documents=line, or give it files of its own for train, validation and test.", error.Message);
    }

    private static Split[] Plan(string[] documents, double validation = 0.05, double test = 0.05, long seed = 1)
    {
        var table = new DocumentTable(seed);
        foreach (var document in documents)
            table.Add(new TextPiece(document, StartsDocument: true));
        table.Complete();
        var plan = SplitPlanner.Plan("notes.txt", table, validation, test);
        return [.. Enumerable.Range(0, plan.Count).Select(document => plan[document])];
    }
}
