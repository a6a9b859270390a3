namespace Weft.Foundation;

/// <summary>Collects everything that is wrong with a set of options, so that the user hears of all of it at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _found = [];
    private readonly List<(string Key, string Rule)> _rules = [];

    /// <summary>What is wrong so far, one finished sentence each.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Every rule that was looked at, kept or broken, in order: <c>(schedule.peakRate, be above 0)</c>. What is said of settings when
    /// nothing is wrong comes from here.</summary>
    public IReadOnlyList<(string Key, string Rule)> Rules => _rules;

    /// <summary>Notes a problem where <paramref name="holds"/> is false: <c>key is value; it must rule.</c></summary>
    /// <param name="holds">Whether the setting is right.</param>
    /// <param name="key">The setting, as it is written in <c>--set</c>, for example <c>schedule.peakRate</c>.</param>
    /// <param name="value">What it is now.</param>
    /// <param name="rule">What it must be, to follow "it must", for example <c>be above 0</c>.</param>
    public void Require(bool holds, string key, object? value, string rule)
    {
        _rules.Add((key, rule));
        if (!holds)
            _found.Add($"{key} is {value ?? "empty"}; it must {rule}.");
    }

    /// <summary>Notes a problem that is a sentence of its own.</summary>
    public void Add(string sentence) => _found.Add(sentence);

    /// <summary>Takes what a part that checks itself finds, and goes on.</summary>
    /// <param name="read">Throws a <see cref="ConfigurationException"/> where something is wrong.</param>
    /// <returns>What it read; nothing where something is wrong.</returns>
    public T? Collect<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ConfigurationException e)
        {
            _found.AddRange(e.Problems);
            return default;
        }
    }

    /// <summary>Throws when anything was noted.</summary>
    /// <exception cref="ConfigurationException">With every problem, one a line.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw new ConfigurationException(_found);
    }
}
