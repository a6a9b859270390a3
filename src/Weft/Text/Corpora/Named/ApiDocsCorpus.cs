using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Text.Corpora.Named;

/// <summary>The API documentation of .NET, which comes with Weft: the corpus that needs no download.</summary>
internal sealed record ApiDocsCorpus() : NamedCorpus("api-docs")
{
    /// <summary>Whether a source names this corpus.</summary>
    public static bool IsMeant(string source) => NamedCorpora.Find(source) is ApiDocsCorpus;

    /// <inheritdoc />
    public override TextCorpus Locate(CorpusOptions options, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var folder = DefaultCorpus.Folder;
        var files = DefaultCorpus.Files().ToList();
        return files.Count > 0
            ? new TextCorpus(Name, [.. files.Select(path => new TextSource(path, TextFormat.ApiDocs, OfficialSplit: null))])
            : throw new FileNotFoundException($"The corpus {Name} should lie in {folder} and does not. Build or install Weft again.", folder);
    }
}
