using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Modeling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Tasks.LanguageModelling;

/// <summary>Reports of padded documents against the same documents one by one, a batch for each piece: nothing is padded there.</summary>
public class PaddedReportTests
{
    private const int Context = 5;
    private static readonly Vocabulary Letters = new([.. "abcdefghijk".Select(letter => letter.ToString())], null, "a");

    [Theory]
    [InlineData(PaddingSide.Left, "pre-norm", Context)]
    [InlineData(PaddingSide.Right, "pre-norm", Context)]
    [InlineData(PaddingSide.Left, "post-norm", 2)]
    [InlineData(PaddingSide.Right, "adaptive", 2)]
    [InlineData(PaddingSide.Left, "adaptive", 3)]
    public void Padding_takes_no_part_in_any_figure(PaddingSide side, string kind, int stride)
    {
        using var model = TinyModels.Create(TinyModels.Named(kind));

        var padded = Evaluate(model, side, stride, batch: 7);
        var alone = Evaluate(model, side, stride, batch: 1);

        Assert.Equal(Lengths.Sum(), padded.Tokens);
        Assert.Equal((alone.Tokens, alone.Correct, alone.TopFive), (padded.Tokens, padded.Correct, padded.TopFive));
        Assert.Equal(alone.Loss, padded.Loss, 1e-5);
        Assert.Equal(alone.Calibration.ExpectedError, padded.Calibration.ExpectedError, 1e-5);
        Assert.Equal(alone.Confusion.MostConfused, padded.Confusion.MostConfused);
        AssertSame(alone.Positions.Select(position => (position.Position.ToString(), position.Scores)), padded.Positions.Select(position => (position.Position.ToString(), position.Scores)));
        AssertSame(alone.Tags.Select(tag => (tag.Tag, tag.Scores)), padded.Tags.Select(tag => (tag.Tag, tag.Scores)));
    }

    [Theory]
    [InlineData(PaddingSide.Left)]
    [InlineData(PaddingSide.Right)]
    public void Positions_and_tags_are_counted_from_the_beginning_of_each_document(PaddingSide side)
    {
        using var model = TinyModels.Create(TinyModels.PreNorm);

        var report = Evaluate(model, side, Context, batch: 7);

        // Documents of 1, 4, 9 and 3 tokens, in pieces of at most five: 1, 4, 5, 4 and 3.
        Assert.Equal([(1, 5L), (2, 4L), (3, 4L), (4, 3L), (5, 1L)], report.Positions.Select(position => (position.Position, position.Scores.Tokens)));
        // The tag is the place in the split, and each has one token.
        Assert.Equal(Enumerable.Range(0, 17).Select(place => $"at{place:00}"), report.Tags.Select(tag => tag.Tag));
        Assert.All(report.Tags, tag => Assert.Equal(1, tag.Scores.Tokens));
    }

    private static readonly int[] Lengths = [1, 4, 9, 3];

    private static EvaluationReport Evaluate(TransformerLanguageModel model, PaddingSide side, int stride, int batch)
    {
        var documents = new DocumentChunks(new LetterDocuments(), Context, startId: 0, side, stride);
        var setup = new ReportSetup
        {
            Split = Split.Test,
            Step = 1,
            Signature = "any",
            Context = Context,
            Vocabulary = Letters,
            TrainingCounts = new long[Letters.Count],
            TagNames = [.. Enumerable.Range(0, 17).Select(place => $"at{place:00}")],
        };
        return new TokenEvaluator(model, documents, batch).Report(setup, place => (int)place);
    }

    private static void AssertSame(IEnumerable<(string Name, Scores Scores)> expected, IEnumerable<(string Name, Scores Scores)> actual)
    {
        foreach (var (left, right) in expected.Zip(actual))
        {
            Assert.Equal((left.Name, left.Scores.Tokens, left.Scores.Correct, left.Scores.TopFive), (right.Name, right.Scores.Tokens, right.Scores.Correct, right.Scores.TopFive));
            Assert.Equal(left.Scores.Loss, right.Scores.Loss, 1e-5);
        }
        Assert.Equal(expected.Count(), actual.Count());
    }

    private sealed class LetterDocuments : TokenSequence
    {
        public override long Count => Lengths.Sum();

        public override long DocumentCount => Lengths.Length;

        public override string Hash => "any";

        public override void CopyTo(long start, Span<long> ids)
        {
            RequireRange(start, ids.Length);
            for (var i = 0; i < ids.Length; i++)
                ids[i] = ((start + i) * 7 + 3) % TinyModels.Vocabulary;
        }

        public override long DocumentStart(long document)
        {
            RequireDocument(document);
            return Lengths.Take((int)document).Sum();
        }
    }
}
