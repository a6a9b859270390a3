using Weft.Text.Corpora.Files;

namespace Weft.Text.Corpora;

/// <summary>Where corpora are looked for and kept.</summary>
internal sealed record CorpusOptions
{
    /// <summary>The folder that holds the named corpora, one folder each; downloads go there.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What <c>-</c> reads; null where there is no standard input to read.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Whether files of a folder or glob that are named train, validation or test are taken as those splits.</summary>
    public bool NamedSplits { get; init; } = true;

    /// <summary>Which files of a folder are parallel; null where texts are no pairs.</summary>
    public ParallelFiles? Parallel { get; init; }

    /// <summary>Whether JSON is read, as SQuAD keeps questions and answers; else it is refused, and left out of folders.</summary>
    public bool ReadsJson { get; init; }

    /// <summary>Whether records have pictures: those of a folder are then not among what is left out.</summary>
    public bool HasPictures { get; init; }

    /// <summary>Other addresses of the archives of named corpora, by the corpus's name; they come before the environment
    /// variables (<c>WEFT_WIKITEXT_2_URL</c>), and those before the official address.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>How long to wait before each further attempt at a download that failed; as many attempts as delays, and one.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)];
}
