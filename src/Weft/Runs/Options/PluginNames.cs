namespace Weft.Runs.Options;

/// <summary>The section <c>plugins</c> of a run's <c>config.json</c>: the types of the parts that a program brought. It is no setting.</summary>
internal sealed record PluginNames
{
    /// <summary>The sampler's.</summary>
    public string? Sampler { get; init; }

    /// <summary>The schedule's.</summary>
    public string? Schedule { get; init; }

    /// <summary>The names of metrics and their types: <c>topTen (Mine.TopTen)</c>.</summary>
    public string? Metrics { get; init; }
}
