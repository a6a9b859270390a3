using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>A set of files to train on.</summary>
/// <param name="Name">What the user called it: a path, a glob, or a named corpus such as <c>wikitext-2</c>.</param>
/// <param name="Sources">Its files, in a fixed order (ordinal by path; named splits one after the other); never empty.</param>
internal sealed record TextCorpus(string Name, IReadOnlyList<TextSource> Sources)
{
    /// <summary>What the user should hear about how the files were taken, a line each: splits by name, what was left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The file that keeps text which could be read only once, from standard input or a pipe; null for other text.</summary>
    public string? KeptIn { get; init; }
}
