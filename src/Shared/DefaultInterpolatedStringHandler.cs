using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// Makes every <c>$"{number}"</c> of Weft the same in all languages. The compiler takes this type, which is in the assembly that it
/// compiles, before that of .NET, which formats as the thread's culture does: <c>0,5</c> in a German program that uses Weft, in its
/// messages, logs and files. All assemblies of Weft are compiled with this file.
/// </summary>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    private const int MostKept = 4096;

    [ThreadStatic]
    private static StringBuilder? _kept;

    private readonly StringBuilder _text;
    private StringBuilder.AppendInterpolatedStringHandler _inner;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        // A value may itself be interpolated text: it then finds none kept.
        _text = _kept ?? new StringBuilder();
        _kept = null;
        _inner = new StringBuilder.AppendInterpolatedStringHandler(literalLength, formattedCount, _text, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _inner.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _inner.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => _inner.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => _inner.AppendFormatted(value, alignment, format);

    public void AppendFormatted(string? value) => _inner.AppendFormatted(value);

    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => _inner.AppendFormatted(value, alignment, format);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => _inner.AppendFormatted(value, alignment, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => _inner.AppendFormatted(value);

    public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) => _inner.AppendFormatted(value, alignment, format);

    public readonly string ToStringAndClear()
    {
        var text = _text.ToString();
        if (_text.Capacity <= MostKept)
            _kept = _text.Clear();
        return text;
    }
}
