using Weft.Foundation.Files;

namespace Weft.Text.Vectors.Searching;

/// <summary>An analogy: a is to b as c is to d.</summary>
internal sealed record AnalogyQuestion(int Section, string A, string B, string C, string D);

/// <summary>Questions in the format of <c>question-words.txt</c> (Mikolov et al. 2013): <c>: section</c>, then four words a line.</summary>
internal sealed class QuestionFile
{
    private readonly List<string> _sections = [];
    private readonly List<AnalogyQuestion> _questions = [];

    /// <summary>The names of the sections.</summary>
    public IReadOnlyList<string> Sections => _sections;

    /// <summary>The questions.</summary>
    public IReadOnlyList<AnalogyQuestion> Questions => _questions;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is missing, or a line is malformed; names the line.</exception>
    public static QuestionFile Read(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no file of questions at {path}.");
        var file = new QuestionFile();
        var number = 0;
        foreach (var line in RegularFile.ReadLines(path))
        {
            number++;
            var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
                continue;
            if (fields[0].StartsWith(':'))
                file._sections.Add(line.Trim().TrimStart(':').Trim());
            else
                file.Add(fields, path, number);
        }
        return file._questions.Count > 0 ? file : throw new InvalidDataException($"{path} has no questions: a line is 'athens greece oslo norway'.");
    }

    private void Add(string[] fields, string path, int number)
    {
        if (fields.Length != 4)
            throw new InvalidDataException($"{path}, line {number:N0}: it has {fields.Length} words; a question has four, and a section is ': name'.");
        if (_sections.Count == 0)
            _sections.Add("questions");
        _questions.Add(new AnalogyQuestion(_sections.Count - 1, fields[0], fields[1], fields[2], fields[3]));
    }
}
