using System.Globalization;

namespace Weft.Text.Reading.Records;

/// <summary>Joins a record's text with its label, where records have one.</summary>
internal static class RecordLabel
{
    /// <summary>What is longer is a text and no label.</summary>
    public const int Longest = 256;

    /// <summary>The text with its label, white space around the label taken off; or what is wrong with it. A record without text needs no label: it is passed over.</summary>
    /// <param name="record">The text, or what is wrong with it already.</param>
    /// <param name="label">What the field of the label holds; null where there is no value.</param>
    /// <param name="options">The name of the field.</param>
    public static RecordText With(RecordText record, string? label, ReadingOptions options)
    {
        if (options.Label is not { } field || record.Text is null or "")
            return record;
        if (options.Labels == LabelKind.Several)
            return WithSet(record, LabelSet.Of(label), field);
        var name = label.AsSpan().Trim();
        if (name.IsEmpty)
            return new RecordText(null, $"without '{field}'", $": the label '{field}' is empty.");
        if (name.Length > Longest)
            return new RecordText(null, $"with more than {Longest} characters in '{field}'", $": the label '{field}' has {name.Length:N0} characters, more than {Longest}.");
        if (options.Labels == LabelKind.Score)
            return WithScore(record, name, field);
        return name.ContainsAnyInRange('\0', '\u001F')
            ? new RecordText(null, $"with several lines in '{field}'", $": the label '{field}' has a line end or another control character.")
            : record with { Label = name.ToString() };
    }

    /// <summary>The text with a set of labels, which may be empty; or what is wrong with it.</summary>
    /// <param name="record">The text.</param>
    /// <param name="set">The set: <see cref="LabelSet"/>.</param>
    /// <param name="field">The name of the field.</param>
    public static RecordText WithSet(RecordText record, string set, string field)
    {
        if (LabelSet.NamesOf(set).FirstOrDefault(name => name.Length > Longest) is { } name)
            return new RecordText(null, $"with more than {Longest} characters in '{field}'", $": a label of '{field}' has {name.Length:N0} characters, more than {Longest}.");
        return set.AsSpan().ContainsAnyInRange('\0', '\u001F')
            ? new RecordText(null, $"with several lines in '{field}'", $": a label of '{field}' has a line end or another control character.")
            : record with { Label = set };
    }

    // One number has one label, however it is written.
    private static RecordText WithScore(RecordText record, ReadOnlySpan<char> name, string field) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score)
            ? record with { Label = (score + 0.0).ToString("R", CultureInfo.InvariantCulture) }
            : new RecordText(null, $"whose '{field}' is no number", $": the score '{name}' in '{field}' is no number, which data.labels=score wants.");
}
