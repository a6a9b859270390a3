using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Answering;

/// <summary>
/// The questions of a split with their contexts: an example is a window of a context (<see cref="ContextWindows"/>), and has one target, the answer's place; no answer where
/// the window has not all of it. Numbered by rising length, those of one length in the order of the text.
/// </summary>
/// <remarks>An example takes 40 bytes of memory, a question 16.</remarks>
internal sealed class AskedTexts : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly TokenSequence _tokens;
    private readonly Vocabulary _vocabulary;
    private readonly AnsweringSetup _setup;
    private readonly List<AskedQuestion> _questions = [];
    private readonly Window[] _windows;

    /// <param name="tokens">The split, prepared with answers.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How questions become examples.</param>
    public AskedTexts(TokenSequence tokens, Vocabulary vocabulary, AnsweringSetup setup)
    {
        (_tokens, _vocabulary, _setup) = (tokens, vocabulary, setup);
        var windows = new List<Window>();
        for (var document = 0L; document < tokens.DocumentCount; document++)
        {
            var question = AskedQuestion.Read(tokens, document, vocabulary.EndOfTextId, out var answer);
            var before = windows.Count;
            foreach (var (from, length) in ContextWindows.Of(question.Question, question.Context, setup.Context))
            {
                var isInside = answer is { } some && some.Begin >= from && some.End < from + length;
                windows.Add(new Window(_questions.Count, from, length, isInside ? answer!.Value.Begin - from : -1, isInside ? answer!.Value.End - from : -1));
            }
            Cut += windows.Count > before + 1 ? 1 : 0;
            Unanswerable += answer is null ? 1 : 0;
            _questions.Add(question);
        }
        _windows = [.. windows.OrderBy(LengthOf)];
    }

    /// <summary>How questions become examples.</summary>
    public AnsweringSetup Setup => _setup;

    /// <summary>How many contexts are longer than what the model sees at once.</summary>
    public long Cut { get; }

    /// <summary>How many questions have no answer.</summary>
    public long Unanswerable { get; }

    /// <summary>The questions, in the order of the text.</summary>
    public IReadOnlyList<AskedQuestion> Questions => _questions;

    /// <inheritdoc/>
    public long Count => _windows.LongLength;

    /// <inheritdoc/>
    public long TargetsInEpoch => Count;

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>The mean logarithm of the number of places that an example chooses from: the loss of guessing.</summary>
    public double MeanPlaces => _windows.Average(window => Math.Log(window.Length + 1));

    /// <summary>The question of an example, and where its window begins in the context.</summary>
    public (int Question, int From) WindowOf(long example) => (_windows[example].Question, _windows[example].From);

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, Count);
        return 1;
    }

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        int[] lengths = [.. chosen.Examples.Select(example => LengthOf(_windows[example]))];
        var width = chosen.Drawn is null ? 1 : chosen.Drawn.Max(example => LengthOf(_windows[example]));
        into.Begin(chosen.Examples, lengths, _vocabulary.EndOfTextId, _setup.Padding, width: width);
        var dropout = SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, _setup.Seed);
        for (var row = 0; row < lengths.Length; row++)
        {
            var window = _windows[chosen.Examples[row]];
            var ids = into.IdsOf(row);
            var targets = into.TargetsOf(row);
            Copy(window, ids);
            dropout?.Apply(ids, row);
            MarkPlaces(ids, targets, QuestionIn(window), _vocabulary.EndOfTextId);
            targets[QuestionIn(window) + 1 + window.Begin] |= SpanHead.Begin;
            targets[QuestionIn(window) + 1 + window.End] |= SpanHead.End;
        }
    }

    /// <summary>Marks the places that an answer can have, without one, and writes the end of the question.</summary>
    /// <param name="ids">A row's tokens.</param>
    /// <param name="targets">Its marks.</param>
    /// <param name="question">How many tokens of the question there are.</param>
    /// <param name="end">The end-of-text token.</param>
    public static void MarkPlaces(Span<long> ids, Span<long> targets, int question, int end)
    {
        ids[question] = end;
        targets[..question].Fill(ChunkSource.Ignored);
        targets[question..].Clear();
    }

    /// <inheritdoc/>
    public long[] TokensOf(long example)
    {
        var tokens = new long[LengthOf(_windows[example])];
        Copy(_windows[example], tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public float[] Difficulties() => ChunkComplexity.Of(this, TokenFrequencies.Count(_tokens, _vocabulary.Count));

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    private int QuestionIn(Window window) => ContextWindows.QuestionIn(_questions[window.Question].Question, _setup.Context);

    private int LengthOf(Window window) => QuestionIn(window) + 1 + window.Length;

    private void Copy(Window window, Span<long> ids)
    {
        var (question, seen) = (_questions[window.Question], QuestionIn(window));
        _tokens.CopyTo(question.Begin, ids[..seen]);
        ids[seen] = _vocabulary.EndOfTextId;
        _tokens.CopyTo(question.ContextBegin + window.From, ids[(seen + 1)..]);
    }

    /// <summary>A window; the answer's tokens are counted from its first one, and -1 is the end-of-text token before.</summary>
    private readonly record struct Window(int Question, int From, int Length, int Begin, int End);
}
