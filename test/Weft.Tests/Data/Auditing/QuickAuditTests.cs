using Weft.Data.Auditing;
using Weft.Data.Store;

namespace Weft.Tests.Data.Auditing;

public class QuickAuditTests
{
    private static readonly int[] One = [.. Enumerable.Range(1, 12)];
    private static readonly int[] Other = [.. Enumerable.Range(20, 12)];
    private static readonly int[] Short = [1, 2, 3];

    [Fact]
    public void Whole_documents_that_occur_again_are_counted_by_their_tokens_and_headings_are_not()
    {
        var audit = QuickAudit.Of(new Documents(One, Other, Short, One, One, Short), new Documents(Short, One), new Documents([.. One, 5], [.. Other[1..], 1]));

        // Two copies of 12 tokens among four texts of 12; 12 of 12 + 13 + 12 tokens.
        Assert.Equal(24 / 48.0, audit.Copied);
        Assert.Equal(12 / 37.0, audit.Leaked);
        Assert.Equal("50 % of the training text are copies of other documents in it, and 32.4 % of the validation and test text stand in the training text, too; weft audit shows where.", audit.Sentence);
    }

    [Fact]
    public void Where_nothing_occurs_again_nothing_is_said() =>
        Assert.Null(QuickAudit.Of(new Documents(One, Other, Short, Short), new Documents(Short)).Sentence);

    private sealed class Documents(params int[][] texts) : TokenSequence
    {
        private readonly int[] _tokens = [.. texts.SelectMany(text => text)];

        public override long Count => _tokens.Length;

        public override long DocumentCount => texts.Length;

        public override string Hash => "documents";

        public override void CopyTo(long start, Span<long> ids)
        {
            for (var i = 0; i < ids.Length; i++)
                ids[i] = _tokens[start + i];
        }

        public override long DocumentStart(long document) => texts.Take((int)document).Sum(text => text.Length);
    }
}
