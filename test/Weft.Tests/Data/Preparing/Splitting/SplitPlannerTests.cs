using CsCheck;
using Weft.Data;
using Weft.Data.Preparing.Splitting;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Data.Preparing.Splitting;

public class SplitPlannerTests
{
    // So few documents are held in memory.
    private const string Nowhere = "/nowhere";

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
        string[] documents = ["a\nb\n", "a\nb", "c", "d", "a\n\nb", .. Enumerable.Range(0, 4).Select(i => $"{i,10}")];
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
        using var whole = Table(["a\n\nb\n"], seed: 1);
        using var cut = new DocumentTable(1, Nowhere);
        cut.Add(new TextPiece("a\n", StartsDocument: true));
        cut.Add(new TextPiece("\n", StartsDocument: false));
        cut.Add(new TextPiece("b\n", StartsDocument: false));
        cut.Complete();

        Assert.Equal(whole.Distinct(), cut.Distinct());
        Assert.Equal((5, true), (Assert.Single(cut.Distinct()).Length, cut.Distinct().First().HasText));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_document_larger_than_a_split_trains_wherever_its_hash_stands(long seed)
    {
        var plan = PlanOf([new string('b', 9_700), new string('s', 150), new string('t', 150)], seed: seed);

        Assert.Equal(Split.Train, plan[0]);
        Assert.Equal([Split.Validation, Split.Test], new[] { plan[1], plan[2] }.Order());
        Assert.Equal(
            "Shares cannot be met, since whole documents (data.documents) are divided: train has 97 % (asked 90 %), validation has 1.5 % (asked 5 %), "
            + "test has 1.5 % (asked 5 %) of the characters.",
            Assert.Single(plan.Notes));
    }

    [Fact]
    public void Copies_of_a_document_count_together_when_it_is_too_large()
    {
        string[] documents = [.. Enumerable.Repeat(new string('c', 100), 30), .. Enumerable.Range(0, 70).Select(i => $"{i,100}")];
        for (var seed = 0; seed < 20; seed++)
        {
            var plan = PlanOf(documents, seed: seed);
            Assert.Equal(Split.Train, plan[0]);
            Assert.Equal((5, 5), (Count(plan, Split.Validation), Count(plan, Split.Test)));
            Assert.Empty(plan.Notes);
        }
    }

    [Fact]
    public void A_document_that_a_split_has_no_room_for_is_passed_over()
    {
        // 4 % each: one of them fills a part of 5 % to four fifths, and with ten of 1 % beside them no part stays below three quarters.
        string[] documents = [.. Enumerable.Range(0, 20).Select(i => $"{i,400}"), .. Enumerable.Range(0, 20).Select(i => $"{i,100}")];
        for (var seed = 0; seed < 50; seed++)
        {
            var plan = PlanOf(documents, seed: seed);
            Assert.All(new[] { Split.Validation, Split.Test }, split => Assert.InRange(Characters(plan, documents, split), 375, 625));
        }
    }

    [Fact]
    public void Few_small_documents_are_shared_between_the_small_splits()
    {
        string[] documents = [new string('b', 97_000), .. Enumerable.Range(0, 10).Select(i => $"{i,300}")];
        var plan = PlanOf(documents);

        Assert.Equal((5, 5, 1), (Count(plan, Split.Validation), Count(plan, Split.Test), Count(plan, Split.Train)));
    }

    [Fact]
    public void Ten_documents_alike_give_one_to_each_small_split()
    {
        var plan = PlanOf([.. Enumerable.Range(0, 10).Select(i => $"{i,300}")]);

        Assert.Equal((1, 1, 8), (Count(plan, Split.Validation), Count(plan, Split.Test), Count(plan, Split.Train)));
        Assert.Equal(
            "Shares cannot be met, since whole documents (data.documents) are divided: train has 80 % (asked 90 %), validation has 10 % (asked 5 %), "
            + "test has 10 % (asked 5 %) of the characters.",
            Assert.Single(plan.Notes));
    }

    [Fact]
    public void A_document_that_is_added_moves_few_others()
    {
        var documents = Enumerable.Range(0, 1000).Select(i => $"document {i}").ToArray();
        var before = Plan(documents);
        var after = Plan([.. documents, "one more"]);

        Assert.InRange(before.Where((split, i) => split != after[i]).Count(), 0, 2);
    }

    [Fact]
    public void White_space_alone_is_no_document_of_a_split_by_itself()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var splits = Plan(["\n", " \n", "aa\n", "bb\n", "cc\n"], 0.3, 0.3, seed);
            Assert.Equal(3, splits[2..].Distinct().Count());
        }
        Assert.Throws<InvalidDataException>(() => Plan(["\n", " \n", "a", "b"]));
    }

    [Fact]
    public void Only_missing_splits_are_taken()
    {
        using var table = Table([.. Enumerable.Range(0, 1000).Select(i => $"document {i}")], seed: 1);
        var plan = SplitPlanner.Plan(new DataOptions { TestRatio = 0.2 }, table, [Split.Test]);

        Assert.Equal(0, Count(plan, Split.Validation));
        Assert.InRange(Count(plan, Split.Test), 195, 205);
    }

    [Fact]
    public void Fewer_than_three_different_documents_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Plan(["a", "b", "a", "b"]));

        Assert.Equal($"notes.txt has fewer than three different documents, too few to divide into train, validation and test.{Environment.NewLine}"
            + "Give it more text, or files of its own named train, validation and test.", error.Message);

        var byFile = new DataOptions { Source = "notes.txt", Documents = DocumentUnit.File };
        error = Assert.Throws<InvalidDataException>(() => SplitPlanner.Plan(byFile, Table(["a"], seed: 1), [Split.Validation]));
        Assert.Equal($"notes.txt has fewer than two different documents, too few to divide into train and validation.{Environment.NewLine}"
            + "Set data.documents=auto or line, give it more text, or files of its own named train, validation and test.", error.Message);
    }

    private static Split[] Plan(string[] documents, double validation = 0.05, double test = 0.05, long seed = 1)
    {
        var plan = PlanOf(documents, validation, test, seed);
        return [.. Enumerable.Range(0, (int)plan.Count).Select(document => plan[document])];
    }

    private static SplitPlan PlanOf(string[] documents, double validation = 0.05, double test = 0.05, long seed = 1)
    {
        using var table = Table(documents, seed);
        return SplitPlanner.Plan(
            new DataOptions { Source = "notes.txt", ValidationRatio = validation, TestRatio = test }, table, [Split.Validation, Split.Test]);
    }

    private static DocumentTable Table(string[] documents, long seed)
    {
        var table = new DocumentTable(seed, Nowhere);
        foreach (var document in documents)
            table.Add(new TextPiece(document, StartsDocument: true));
        table.Complete();
        return table;
    }

    private static int Count(SplitPlan plan, Split split) => Enumerable.Range(0, (int)plan.Count).Count(document => plan[document] == split);

    private static int Characters(SplitPlan plan, string[] documents, Split split) =>
        documents.Where((_, i) => plan[i] == split).Sum(document => document.Length);
}
