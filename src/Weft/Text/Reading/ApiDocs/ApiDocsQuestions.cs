using Weft.Text.Reading.Answers;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Questions on XML documentation: what a member does, returns or throws, asked of a text about some members of its type. Questions for a first training that needs no other data.
/// Some ask what a member throws that throws nothing: these have no answer. Every text about members stands there once, with a question on each of them.
/// </summary>
internal static class ApiDocsQuestions
{
    /// <summary>Members in a text, at most.</summary>
    private const int Members = 3;

    /// <summary>What is longer is no answer to a question.</summary>
    private const int LongestAnswer = 120;

    /// <summary>The questions on members.</summary>
    /// <param name="members">Members in their order, none with a summary that another has.</param>
    public static IEnumerable<TextPiece> Of(IEnumerable<DescribedMember> members)
    {
        var (number, some) = (0, new List<DescribedMember>());
        foreach (var member in members)
        {
            if (some.Count == Members || (some.Count > 0 && some[0].Type != member.Type))
            {
                foreach (var piece in Ask(some, number))
                    yield return piece;
                number += some.Count;
                some = [];
            }
            // Two of a name could not be told apart.
            if (some.TrueForAll(other => other.Name != member.Name))
                some.Add(member);
        }
        foreach (var piece in Ask(some, number))
            yield return piece;
    }

    private static IEnumerable<TextPiece> Ask(List<DescribedMember> members, int number)
    {
        var context = string.Join(' ', members.Select(member => member.Text));
        foreach (var (index, member) in members.Index())
        {
            var (verb, answer) = Choose(member, number + index);
            if (verb.Length == 0)
                continue;
            var text = AskedText.Join($"What does {member.Name} {verb}?", context);
            var begin = AskedText.ContextAt(text) + members.Take(index).Sum(before => before.Text.Length + 1);
            yield return new TextPiece(text, StartsDocument: true)
            {
                Answers = answer is { } place ? new GivenAnswers([member.Text.Substring(place.Start, place.Length)], begin + place.Start) : GivenAnswers.None,
            };
        }
    }

    // In turn, and what the member does where it has nothing else to say; every other question on what is thrown is asked where nothing is.
    private static (string Verb, (int Start, int Length)? Answer) Choose(DescribedMember member, int number)
    {
        if (number % 3 == 1 && member.Returns.Length is > 0 and <= LongestAnswer)
            return ("return", (member.Text.Length - member.Ending.Length - member.Returns.Length, member.Returns.Length));
        if (number % 3 == 2 && (member.Throws.Length > 0 || number % 2 == 0))
            return ("throw", member.Throws.Length == 0 ? null : (member.Text.Length - member.Throws.Length - 1, member.Throws.Length));
        return member.Summary.Length <= LongestAnswer ? ("do", (member.Name.Length + 2, member.Summary.Length)) : ("", null);
    }
}

/// <summary>A member and what is said of it.</summary>
/// <param name="Type">Its type's name in the file.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Returns">What it returns; empty where nothing is said.</param>
/// <param name="Throws">The simple name of the one exception that it throws; empty where it throws none, or several.</param>
internal sealed record DescribedMember(string Type, string Name, string Summary, string Returns, string Throws)
{
    /// <summary>Everything in a line.</summary>
    public string Text => $"{Name}: {Summary}{(Returns.Length > 0 ? $" Returns: {Returns}" : "")}{Ending}";

    /// <summary>What stands behind what it returns.</summary>
    public string Ending => Throws.Length > 0 ? $" Throws {Throws}." : "";
}
