namespace Weft.Sampling;

/// <summary>A sampler that a program brought, whose choices are looked at before they are believed.</summary>
/// <param name="own">The program's.</param>
/// <param name="examples">How many examples there are.</param>
internal sealed class CheckedSampler(ISampler own, long examples) : ISampler
{
    /// <summary>What the program called it.</summary>
    public string Name { get; } = own.GetType().FullName!;

    /// <inheritdoc/>
    public SamplerState State => own.State ?? throw Wrong("has no State; it must say where it stands");

    /// <inheritdoc/>
    public bool CanDrawAhead => own.CanDrawAhead;

    /// <inheritdoc/>
    public bool IsPlanOver => own.IsPlanOver;

    /// <inheritdoc/>
    public bool WantsLosses => own.WantsLosses;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Array Values)> Memory => own.Memory;

    /// <inheritdoc/>
    public Samples Next(int count, double progress)
    {
        var chosen = own.Next(count, progress);
        if (chosen?.Examples is not { Length: > 0 } chunks)
            throw Wrong("chose no example; it must choose one at least");
        if (chunks.Length > count)
            throw Wrong($"chose {chunks.Length} examples; {count} were asked for at the most");
        if (Array.Find(chunks, chunk => chunk < 0 || chunk >= examples) is var wrong && (wrong < 0 || wrong >= examples))
            throw Wrong($"chose example {wrong}; there are {examples}, numbered from 0");
        Require(chosen.Weights, "Weights", chunks.Length);
        Require(chosen.WordDropout, "WordDropout", chunks.Length);
        if (chosen.Epoch < 0)
            throw Wrong($"chose examples of epoch {chosen.Epoch}; epochs are numbered from 0");
        if (!(chosen.StandsFor > 0) || double.IsInfinity(chosen.StandsFor))
            throw Wrong($"says that each example stands for {chosen.StandsFor}; that must be a finite number above 0");
        // Another thread reads them later: the sampler may use its arrays again meanwhile.
        return chosen with { Examples = [.. chunks], Weights = chosen.Weights?.ToArray(), WordDropout = chosen.WordDropout?.ToArray() };
    }

    /// <inheritdoc/>
    public void Observe(Samples samples, ReadOnlySpan<float> losses) => own.Observe(samples, losses);

    /// <inheritdoc/>
    public SamplingReport? Report() => own.Report();

    private void Require(float[]? values, string what, int count)
    {
        if (values is not null && (values.Length != count || Array.Exists(values, value => !(value >= 0) || float.IsInfinity(value))))
            throw Wrong($"gave {what} that are not a finite number, 0 or more, for each of the {count} examples that it chose");
    }

    private InvalidOperationException Wrong(string what) => new($"The sampler {Name} {what}.");
}
