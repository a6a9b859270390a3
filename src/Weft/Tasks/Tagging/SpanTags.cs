namespace Weft.Tasks.Tagging;

/// <summary>
/// Tags that mark spans of words, such as names: <c>B-PER</c> begins a span of the kind PER, <c>I-PER</c> goes on with one, <c>O</c> is in none (IOB2, Tjong Kim
/// Sang and Veenstra 1999). An I- tag with no span of its kind before it begins one, as CoNLL's own script <c>conlleval</c> has it.
/// </summary>
internal sealed class SpanTags
{
    private const string Begin = "B-";
    private const string Inside = "I-";

    private readonly int[] _kinds;
    private readonly bool[] _begins;

    private SpanTags(IReadOnlyList<string> tags, IReadOnlyList<string> kinds)
    {
        Kinds = kinds;
        _kinds = [.. tags.Select(tag => tag == "O" ? -1 : kinds.Index().First(kind => kind.Item == tag[Begin.Length..]).Index)];
        _begins = [.. tags.Select(tag => tag.StartsWith(Begin, StringComparison.Ordinal))];
    }

    /// <summary>The kinds of spans, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>The spans of tags; null where they mark none: where one is neither O nor begins with B- or I-, or none begins with B-.</summary>
    /// <param name="tags">The tags, by their classes.</param>
    public static SpanTags? Of(IReadOnlyList<string> tags)
    {
        var ofSpans = tags.Where(tag => tag != "O").ToList();
        return ofSpans.Exists(tag => tag.StartsWith(Begin, StringComparison.Ordinal))
            && ofSpans.TrueForAll(tag => tag.Length > Begin.Length && (tag.StartsWith(Begin, StringComparison.Ordinal) || tag.StartsWith(Inside, StringComparison.Ordinal)))
            ? new SpanTags(tags, [.. ofSpans.Select(tag => tag[Begin.Length..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            : null;
    }

    /// <summary>The spans of a sentence, in their order.</summary>
    /// <param name="classes">The class of each word's tag.</param>
    public IReadOnlyList<Span> In(IReadOnlyList<int> classes)
    {
        var spans = new List<Span>();
        for (var word = 0; word < classes.Count; word++)
        {
            var kind = _kinds[classes[word]];
            if (kind < 0)
                continue;
            var goesOn = word > 0 && _kinds[classes[word - 1]] == kind && !_begins[classes[word]];
            if (goesOn)
                spans[^1] = spans[^1] with { End = word + 1 };
            else
                spans.Add(new Span(word, word + 1, kind));
        }
        return spans;
    }

    /// <summary>A span: its first word, the one behind its last, and its kind.</summary>
    internal readonly record struct Span(int Begin, int End, int Kind);
}
