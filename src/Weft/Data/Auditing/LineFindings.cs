using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing;

/// <summary>Gathers lines that are wrong by themselves.</summary>
/// <param name="text">The text.</param>
/// <param name="examples">How many examples are kept.</param>
/// <param name="foreign">Takes the words of lines in other languages.</param>
internal sealed class LineFindings(AuditedText text, int examples, WordMarks foreign)
{
    // A line in another writing with fewer words is a name.
    private const int FewestWords = 3;

    private readonly Gathered _language = new(FindingKind.Language, foreign);
    private readonly Gathered _encoding = new(FindingKind.Encoding, new WordMarks(text.WordCount));
    private readonly Gathered _markup = new(FindingKind.Markup, new WordMarks(text.WordCount));
    private readonly Gathered _long = new(FindingKind.LongLines, new WordMarks(text.WordCount));

    /// <summary>Looks at every line.</summary>
    public void Run(CancellationToken stop)
    {
        var (script, language) = MainOnes();
        for (var number = 0L; number < text.LineCount; number++)
        {
            if (number % (1 << 16) == 0)
                stop.ThrowIfCancellationRequested();
            var line = text.Line(number);
            if (line.Script != script && line.Words >= FewestWords)
                _language.Add(line, line.Script.ToString(), examples);
            else if (script == Script.Latin && Languages.Other(line, language) is { } other)
                _language.Add(line, other, examples);
            if (line.Traits.HasFlag(LineTraits.BrokenLetters))
                _encoding.Add(line, note: null, examples);
            if (line.Traits.HasFlag(LineTraits.Markup))
                _markup.Add(line, note: null, examples);
            if (line.Traits.HasFlag(LineTraits.VeryLong))
                _long.Add(line, $"{line.Words:N0} words", examples);
        }
    }

    /// <summary>The findings.</summary>
    public IEnumerable<FindingDraft> Drafts() => [_language.Draft(), _encoding.Draft(), _markup.Draft(), _long.Draft()];

    // The writing of most words, and the language whose frequent words are most frequent.
    private (Script Script, int Language) MainOnes()
    {
        var scripts = new long[Enum.GetValues<Script>().Length];
        var languages = new long[Languages.Number];
        for (var number = 0L; number < text.LineCount; number++)
        {
            var line = text.Line(number);
            scripts[(int)line.Script] += line.Words;
            Languages.AddTo(line.Frequent, languages);
        }
        return ((Script)Array.IndexOf(scripts, scripts.Max()), Array.IndexOf(languages, languages.Max()));
    }

    private sealed class Gathered(FindingKind kind, WordMarks marks)
    {
        private readonly List<ExamplePlace> _places = [];
        private long _count;

        public void Add(AuditedLine line, string? note, int examples)
        {
            marks.Mark(line.FirstWord, line.Words);
            _count++;
            if (_places.Count < examples)
                _places.Add(new ExamplePlace(line.FirstWord, Note: note));
        }

        public FindingDraft Draft() => new(kind, _count, "lines", marks, _places);
    }
}
