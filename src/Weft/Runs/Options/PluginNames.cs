namespace Weft.Runs.Options;

/// <summary>The section <c>plugins</c> of a run's <c>config.json</c>: the types of the parts that a program brought. It is no setting.</summary>
internal sealed record PluginNames
{
    /// <summary>The task's name and type, its attention and its classes: <c>capitals (Mine.Capitals), full attention, 2 classes 1f0c93ab</c>.</summary>
    public string? Task { get; init; }

    /// <summary>The sampler's.</summary>
    public string? Sampler { get; init; }

    /// <summary>The schedule's.</summary>
    public string? Schedule { get; init; }

    /// <summary>The names of metrics and their types: <c>topTen (Mine.TopTen)</c>.</summary>
    public string? Metrics { get; init; }
}
