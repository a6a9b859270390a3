using Weft.Data.Auditing.Words;
using Weft.Foundation.Counting;

namespace Weft.Data.Auditing.Copies;

/// <summary>Lines that stand in many documents: menus, notices of copyright, signatures.</summary>
internal static class BoilerplateLines
{
    // "See also" is no boilerplate.
    private const int FewestWords = 3;
    private const int MostInMemory = 1 << 22;

    /// <summary>Marks the words of all of them but the first of each.</summary>
    /// <param name="text">The corpus.</param>
    /// <param name="documents">In how many documents a line must stand.</param>
    /// <param name="marks">Takes the words.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>For each such line the numbers of its occurrences, the first one before the others.</returns>
    public static List<List<long>> Find(AuditedText text, int documents, WordMarks marks, CancellationToken stop)
    {
        using var sorted = new KeyedSort<long>(MostInMemory, text.Folder);
        for (var number = 0L; number < text.LineCount; number++)
        {
            // The only line of a document is the document.
            if (text.Line(number) is var line && line.Words >= FewestWords && line.Words < text.Documents[line.Document].Words)
                sorted.Add(line.Hash, number);
        }
        var found = new List<List<long>>();
        foreach (var lines in SharedKeys.Of(sorted))
        {
            stop.ThrowIfCancellationRequested();
            if (lines.Count < documents || lines.DistinctBy(line => text.Line(line).Document).Count() < documents)
                continue;
            foreach (var line in lines[1..].Select(text.Line))
                marks.Mark(line.FirstWord, line.Words);
            found.Add(lines);
        }
        return [.. found.OrderByDescending(lines => lines.Count)];
    }
}
