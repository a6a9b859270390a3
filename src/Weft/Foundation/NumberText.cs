using System.Globalization;
using System.Text.RegularExpressions;

namespace Weft.Foundation;

/// <summary>
/// Numbers as users write them: digits, a point, an exponent (<c>0.8</c>, <c>1e-3</c>), in every language. A comma is never guessed at:
/// it is refused, with what to write instead.
/// </summary>
internal static partial class NumberText
{
    private const int Milliseconds = 1_000;

    /// <summary>What is wrong with a text that should be a number; null where nothing is.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="type"><see cref="int"/>, <see cref="long"/> or <see cref="double"/>, or one of them that may be null.</param>
    /// <returns>The end of a sentence that begins with <c>key is value; </c>, for example <c>write 0.8.</c></returns>
    public static string? ProblemOf(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsNumber(text, type))
            return null;
        if (WithPoint(text.Trim(), type) is { } better)
            return $"write {better}.";
        if (type == typeof(double))
            return "it must be a number.";
        return type == typeof(int) && IsNumber(text, typeof(long))
            ? $"it must be a whole number from {int.MinValue} to {int.MaxValue}."
            : "it must be a whole number.";
    }

    /// <summary>Whether a type is one of the numbers that this class knows.</summary>
    public static bool IsNumber(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(int) || plain == typeof(long) || plain == typeof(double));

    private static bool IsNumber(string text, Type type)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number);
        return type == typeof(int)
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out _)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out _);
    }

    /// <summary>The same number with a point and without separators, where it is clear which number is meant.</summary>
    private static string? WithPoint(string text, Type type)
    {
        if (type != typeof(double))
            return Grouped().IsMatch(text) ? WithoutSeparators(text) : null;
        if (DecimalComma().IsMatch(text))
        {
            var point = text.Replace(',', '.');
            // 1,000 is a thousand in one language and one in another.
            return Grouped().IsMatch(text) ? $"{point} or {WithoutSeparators(text)}" : point;
        }
        if (CommasThenPoint().IsMatch(text))
            return text.Replace(",", "", StringComparison.Ordinal);
        return PointsThenComma().IsMatch(text) ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : null;
    }

    private static string WithoutSeparators(string text) => Separator().Replace(text, "");

    [GeneratedRegex(@"^[-+]?\d*,\d+([eE][-+]?\d+)?$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[-+]?[1-9]\d{0,2}([,.' _]\d{3})+$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[-+]?\d{1,3}(,\d{3})+\.\d+$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex CommasThenPoint();

    [GeneratedRegex(@"^[-+]?\d{1,3}(\.\d{3})+,\d+$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex PointsThenComma();

    [GeneratedRegex("[,.' _]", RegexOptions.None, Milliseconds)]
    private static partial Regex Separator();
}
