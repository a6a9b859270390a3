using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Pairs of XML documentation: what a member does, and what it returns; of the same member, or of two that are neighbours. Pairs for a first training that needs no other
/// data. Every text stands in one pair alone.
/// </summary>
internal static class ApiDocsPairs
{
    /// <summary>The element of the first text, and what <c>data.field</c> calls it.</summary>
    public const string First = "summary";

    /// <summary>That of the second, and what <c>data.second</c> calls it.</summary>
    public const string Second = "returns";

    /// <summary>What <c>data.label</c> calls the label.</summary>
    public const string Field = "match";

    /// <summary>Both texts are of one member.</summary>
    public const string Same = "same";

    /// <summary>They are of two members.</summary>
    public const string Other = "other";

    /// <summary>The pairs of members, two from two: each with its own, then each with the other's, in turn.</summary>
    /// <param name="members">The texts of members, in their order, none twice.</param>
    public static IEnumerable<TextPiece> Of(IEnumerable<(string First, string Second)> members)
    {
        foreach (var (number, some) in members.Chunk(2).Index())
        {
            var isSame = number % 2 == 0 || some.Length < 2;
            for (var i = 0; i < some.Length; i++)
            {
                var second = some[isSame ? i : 1 - i].Second;
                foreach (var piece in RecordPieces.Of(RecordPair.Join(some[i].First, second), isSame ? Same : Other))
                    yield return piece;
            }
        }
    }
}
