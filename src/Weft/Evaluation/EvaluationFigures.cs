namespace Weft.Evaluation;

/// <summary>What a measurement of a split came to, whatever is learnt: the loss, and figures of the task's own.</summary>
/// <param name="Loss">Mean loss of a target, plain: without label smoothing and class weights. Nats.</param>
/// <param name="Others">The task's figures, the most telling first; their names are different, and none of <see cref="Reserved"/>.</param>
/// <param name="Targets">How many targets were measured.</param>
/// <param name="Signature">What the figures depend on besides the model; compare only equal ones.</param>
public sealed record EvaluationFigures(double Loss, IReadOnlyList<NamedFigure> Others, long Targets, string Signature)
{
    /// <summary>Names that the log's lines of evaluations have for something else.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["kind", "step", "phase", "split", "best", "loss", "tokens", "signature", "averaged"];

    /// <summary>The task's figures.</summary>
    public IReadOnlyList<NamedFigure> Others { get; } = Checked(Others);

    /// <summary>The figure of a name; null where there is none, or it is not known.</summary>
    public double? this[string name] => Others.FirstOrDefault(figure => figure.Name == name).Value;

    /// <inheritdoc/>
    public bool Equals(EvaluationFigures? other) =>
        other is not null && Loss.Equals(other.Loss) && Targets == other.Targets && Signature == other.Signature && Others.SequenceEqual(other.Others);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Loss, Targets, Signature, Others.Count);

    /// <summary>The figures in words: <c>loss 3.833, perplexity 46.19, accuracy 37.8 %</c>.</summary>
    public override string ToString() => string.Join(", ", Others.Select(figure => figure.ToString()).Where(words => words.Length > 0).Prepend($"loss {Loss:F3}"));

    private static IReadOnlyList<NamedFigure> Checked(IReadOnlyList<NamedFigure> figures)
    {
        foreach (var name in Reserved.Concat(figures.Select(figure => figure.Name)).CountBy(name => name, StringComparer.Ordinal))
        {
            if (name.Value > 1)
                throw new ArgumentException($"A figure of an evaluation is called {name.Key}, which stands for something else in a log. Give it another name.", nameof(figures));
        }
        return figures;
    }
}
