using Weft.Training.Options;

namespace Weft.Cli;

/// <summary>The keys of <c>--set</c>, for the help.</summary>
internal static class OptionHelp
{
    public static string Keys()
    {
        var groups = OptionKeys.Values.GroupBy(key => key.Contains('.', StringComparison.Ordinal) ? key[..key.IndexOf('.', StringComparison.Ordinal)] : "");
        var lines = groups.Select(group => "  " + string.Join(' ', group));
        return "Keys of --set and of the JSON file:" + Environment.NewLine + string.Join(Environment.NewLine, lines);
    }
}
