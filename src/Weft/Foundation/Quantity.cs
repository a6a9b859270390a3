using System.Globalization;
using System.Text.RegularExpressions;

namespace Weft.Foundation;

/// <summary>Numbers with a unit as users write them: <c>100Gb/s</c>, <c>5us</c>, <c>1.3B</c>. The unit may stand behind a blank.</summary>
internal sealed partial class Quantity
{
    private const int Milliseconds = 1_000;

    private readonly Dictionary<string, double> _units;
    private readonly string _what;

    private Quantity(string what, Dictionary<string, double> units) => (_what, _units) = (what, units);

    /// <summary>Speeds in bytes a second: <c>b</c> is a bit and <c>B</c> a byte, with <c>/s</c>, <c>ps</c> or nothing behind.</summary>
    public static Quantity Speed { get; } = new(
        "a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s",
        Units([("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)], [("b", 1.0 / 8), ("bit", 1.0 / 8), ("B", 1)], ["/s", "ps", ""]));

    /// <summary>Times in seconds.</summary>
    public static Quantity Time { get; } = new("a number with a unit: 5us, 0.2ms, 1s", Units([("", 1), ("m", 1e-3), ("u", 1e-6), ("\u00B5", 1e-6), ("\u03BC", 1e-6), ("n", 1e-9)], [("s", 1)], [""]));

    /// <summary>Times in seconds, whose unit may be left out.</summary>
    public static Quantity Seconds { get; } = new("a number of seconds, or one with a unit: 0.25, 250ms", new(Time._units, StringComparer.Ordinal) { [""] = 1 });

    /// <summary>Plain numbers, also in thousands, millions, billions and trillions.</summary>
    public static Quantity Count { get; } = new(
        "a number: 124M, 1.3B, 32768", Units([("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("m", 1e6), ("B", 1e9), ("b", 1e9), ("G", 1e9), ("T", 1e12)], [("", 1)], [""]));

    /// <summary>Floating-point operations a second.</summary>
    public static Quantity Flops { get; } = new(
        "a number of operations a second: 400T, 1.2P, 400TFLOP/s",
        Units([("", 1), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15)], [("", 1)], ["", "FLOPS", "FLOP/s", "flops", "flop/s"]));

    /// <summary>Reads one.</summary>
    /// <param name="key">Where it was given, for the message.</param>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="ConfigurationException">It is none, or its unit is not known; says what to write.</exception>
    public double Read(string key, string text)
    {
        var match = Parts().Match(text);
        var (number, unit) = (match.Groups["number"].Value, match.Groups["unit"].Value);
        if (!match.Success || !_units.TryGetValue(unit, out var factor))
            throw new ConfigurationException($"{key} is {(text.Length == 0 ? "empty" : text)}; it must be {_what}.");
        if (NumberText.ProblemOf(number, typeof(double)) is { } problem)
            throw new ConfigurationException($"{key} is {text}; {Whole(problem, unit)}");
        return double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) * factor;
    }

    /// <summary>What to write instead, with the unit behind each number: <c>write 1.234B or 1234B.</c></summary>
    private string Whole(string problem, string unit) => problem.StartsWith("write ", StringComparison.Ordinal)
        ? problem.TrimEnd('.').Replace(" or ", unit + " or ", StringComparison.Ordinal) + unit + "."
        : $"it must be {_what}.";

    /// <summary>All prefixes with all names with all ends.</summary>
    private static Dictionary<string, double> Units((string Name, double Factor)[] prefixes, (string Name, double Factor)[] names, string[] ends) =>
        (from prefix in prefixes from name in names from end in ends select (Unit: prefix.Name + name.Name + end, Factor: prefix.Factor * name.Factor))
        .ToDictionary(unit => unit.Unit, unit => unit.Factor, StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(?<number>\d[\d.,'_]*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?)\s*(?<unit>[^\d\s.,]*)\s*$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Parts();
}
