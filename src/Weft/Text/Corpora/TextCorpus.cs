using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>A set of files to train on.</summary>
/// <param name="Name">What the user called it: a path, a glob, or a named corpus such as <c>wikitext-2</c>.</param>
/// <param name="Sources">Its files, in a fixed order (ordinal by path); never empty.</param>
public sealed record TextCorpus(string Name, IReadOnlyList<TextSource> Sources)
{
    /// <summary>One sentence that the user should hear about how the files were taken, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the corpus comes with its own train, validation and test files.</summary>
    public bool HasOfficialSplits => Sources.All(source => source.OfficialSplit is not null);
}
