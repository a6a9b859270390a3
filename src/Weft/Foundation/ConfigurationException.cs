namespace Weft.Foundation;

/// <summary>
/// One or more settings are wrong. The message holds every problem found, one a line, each as
/// <c>key is value; it must ….</c>
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception from all problems that were found together.</summary>
    /// <param name="problems">Finished sentences, one a problem; at least one.</param>
    public ConfigurationException(params IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>The problems, one finished sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
