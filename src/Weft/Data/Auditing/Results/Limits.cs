using System.Globalization;
using System.Text.Json;
using Weft.Foundation;

namespace Weft.Data.Auditing.Results;

/// <summary>The shares of words above which findings are a failure: <c>duplicates=0.05,leak=0</c>.</summary>
internal sealed class Limits
{
    private readonly SortedDictionary<FindingKind, double> _most = [];

    /// <summary>Reads limits.</summary>
    /// <param name="text">Names of findings with a share from 0 to 1 each, with commas between; empty for none.</param>
    /// <exception cref="ConfigurationException">A name is not known or a share none; says what to write.</exception>
    public static Limits Read(string text)
    {
        var (limits, problems) = (new Limits(), new Problems());
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, var given] ? (key, given) : (part, "");
            if (KindOf(name) is not { } kind)
                problems.Add($"--fail-on names {name}, which is no finding. Findings are {string.Join(", ", Enum.GetValues<FindingKind>().Select(NameOf))}.");
            else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
                limits._most[kind] = share;
            else
                problems.Add($"--fail-on {name} is {(value.Length == 0 ? "empty" : value)}; it must be a share of words from 0 to 1: {name}=0.05.");
        }
        problems.ThrowIfAny();
        return limits;
    }

    /// <summary>The name of a kind, as it is written.</summary>
    public static string NameOf(FindingKind kind) => JsonSerializer.Serialize(kind).Trim('"');

    /// <summary>What is above its limit, a sentence each.</summary>
    public IEnumerable<string> Exceeded(AuditReport report) =>
        from finding in report.Findings
        where _most.TryGetValue(finding.Kind, out var most) && finding.Count > 0 && finding.Share > most
        select string.Create(CultureInfo.InvariantCulture, $"{NameOf(finding.Kind)} is {finding.Share:0.####} of the words; --fail-on allows {_most[finding.Kind]:0.####}.");

    private static FindingKind? KindOf(string name) => Enum.GetValues<FindingKind>().Cast<FindingKind?>().FirstOrDefault(kind => NameOf(kind!.Value) == name);
}
