using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Weft.Evaluation.Plots;

/// <summary>
/// The font that names are written in: the pictures' own, or where it lacks letters another of the machine's that has them. Letters that no
/// font has are written as their code points, <c>\u4e2d</c>: boxes that are all alike would say nothing.
/// </summary>
internal sealed class LabelLetters
{
    // Longer names are cut: pictures have room for no more.
    private const int MostLetters = 32;

    private readonly SKTypeface _typeface;

    private LabelLetters(SKTypeface typeface) => _typeface = typeface;

    /// <summary>The font's name.</summary>
    public string Family => _typeface.FamilyName;

    /// <summary>The font of the pictures.</summary>
    public static LabelLetters Usual => new(SKTypeface.FromFamilyName(ScottPlot.Fonts.Default) ?? SKTypeface.Default);

    /// <summary>Finds the font for names.</summary>
    public static LabelLetters For(IEnumerable<string> names)
    {
        var usual = Usual;
        var missing = names.SelectMany(name => name.EnumerateRunes()).Where(rune => !usual.Has(rune)).Select(rune => (Rune?)rune).FirstOrDefault();
        if (missing is { } letter && SKFontManager.Default.MatchCharacter(letter.Value) is { } found && found.ContainsGlyph('a') && found.ContainsGlyph('0'))
            return new LabelLetters(found);
        return usual;
    }

    /// <summary>A name as it can be drawn.</summary>
    /// <param name="name">The name.</param>
    /// <param name="most">The most letters that there is room for; an ellipsis stands for the rest.</param>
    public string Drawn(string name, int most = MostLetters)
    {
        var letters = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (element.EnumerateRunes().All(Has))
                letters.Add(element);
            else
                letters.AddRange(element.EnumerateRunes().SelectMany(rune => $"\\u{rune.Value:x4}").Select(letter => letter.ToString()));
        }
        return letters.Count <= most ? string.Concat(letters) : string.Concat(letters.Take(most - 1)) + "\u2026";
    }

    /// <summary>The font in a size; the caller's.</summary>
    public SKFont Font(float size) => new(_typeface, size);

    /// <summary>How wide a name is, in pixels; of several lines the widest.</summary>
    public float WidthOf(string name, float size)
    {
        using var font = Font(size);
        return name.Split('\n').Max(line => font.MeasureText(line));
    }

    /// <summary>Breaks a sentence between words so that its lines are no wider than they may be, and about as wide as each other: a last word
    /// does not stand alone.</summary>
    public string Broken(string sentence, float size, float width)
    {
        var lines = Lines(sentence, size, width);
        // The narrowest lines that are no more of them.
        for (var narrower = width - size; lines.Count > 1 && narrower > 0 && Lines(sentence, size, narrower) is var others && others.Count == lines.Count; narrower -= size)
            lines = others;
        return string.Join('\n', lines);
    }

    private List<string> Lines(string sentence, float size, float width)
    {
        var lines = new List<string> { "" };
        foreach (var word in sentence.Split(' '))
        {
            var longer = lines[^1].Length > 0 ? $"{lines[^1]} {word}" : word;
            if (lines[^1].Length > 0 && WidthOf(longer, size) > width)
                lines.Add(word);
            else
                lines[^1] = longer;
        }
        return lines;
    }

    private bool Has(Rune rune) => rune.Value == '\n' || _typeface.ContainsGlyph(rune.Value);
}
