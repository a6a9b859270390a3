using System.Collections.Concurrent;

namespace Weft.Text.Vectors.Searching;

/// <summary>Measures vectors by analogies: of a, b and c the answer is the word nearest to b - a + c (3CosAdd, Levy and Goldberg 2014,
/// equation 1), these three left out.</summary>
internal static class Analogies
{
    /// <summary>Asks all questions of a file.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="path">Questions in the format of <c>question-words.txt</c>; words are looked up as written, then in lower case.</param>
    /// <param name="stop">Ends the asking.</param>
    /// <exception cref="InvalidDataException">The file is missing or malformed.</exception>
    public static AnalogyReport Evaluate(VectorTable table, string path, CancellationToken stop = default)
    {
        var file = QuestionFile.Read(path);
        var (asked, missing) = (new List<Question>(), new int[file.Sections.Count]);
        foreach (var question in file.Questions)
        {
            if (table.Find(question.A) is { } a && table.Find(question.B) is { } b && table.Find(question.C) is { } c && table.Find(question.D) is { } d)
                asked.Add(new Question(question.Section, a, b, c, d));
            else
                missing[question.Section]++;
        }
        var correct = new ConcurrentBag<int>();
        var groups = asked.Chunk(NearestWords.DirectionsAtOnce);
        Parallel.ForEach(groups, new ParallelOptions { CancellationToken = stop }, group =>
        {
            var answers = Answer(table, group);
            for (var i = 0; i < group.Length; i++)
            {
                if (answers[i] == group[i].D)
                    correct.Add(group[i].Section);
            }
        });
        var sections = file.Sections.Select((name, section) => new AnalogySection(
            name, correct.Count(found => found == section), asked.Count(question => question.Section == section), missing[section])).ToList();
        return new AnalogyReport(sections, new AnalogySection("total", correct.Count, asked.Count, missing.Sum()));
    }

    /// <summary>The row nearest to b - a + c of each question.</summary>
    private static int[] Answer(VectorTable table, Question[] questions)
    {
        var directions = new float[questions.Length * table.Width];
        for (var i = 0; i < questions.Length; i++)
        {
            var direction = directions.AsSpan(i * table.Width, table.Width);
            System.Numerics.Tensors.TensorPrimitives.Subtract(table[questions[i].B], table[questions[i].A], direction);
            System.Numerics.Tensors.TensorPrimitives.Add(direction, table[questions[i].C], direction);
        }
        var (best, answers) = (new float[questions.Length], new int[questions.Length]);
        best.AsSpan().Fill(float.NegativeInfinity);
        for (var block = 0; block < NearestWords.Blocks(table); block++)
        {
            NearestWords.Visit(table, block, directions, questions.Length, (row, products) =>
            {
                for (var i = 0; i < questions.Length; i++)
                {
                    if (products[i] > best[i] && !questions[i].Asks(row))
                        (best[i], answers[i]) = (products[i], row);
                }
            });
        }
        return answers;
    }

    private sealed record Question(int Section, int A, int B, int C, int D)
    {
        public bool Asks(int row) => row == A || row == B || row == C;
    }
}
