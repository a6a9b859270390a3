using System.Globalization;

namespace Weft.Tests.Support;

/// <summary>A culture as most of Europe has it, for one test: 1.234,5 and −1 and 12,5 pct. Tests have no other cultures than the invariant one.</summary>
internal sealed class CommaCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public CommaCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            PercentDecimalSeparator = ",",
            PercentGroupSeparator = ".",
            PercentSymbol = "pct",
            NegativeSign = "\u2212",
        };
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = culture;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
