using System.Security.Cryptography;
using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text.Corpora;
using Weft.Text.Reading;
using Weft.Text.Reading.ApiDocs;
using Weft.Text.Reading.Pictures;

namespace Weft.Data.Preparing;

/// <summary>The files of a corpus, to be prepared. What <see cref="DocumentUnit.Auto"/> means for them is decided once, when they are
/// first looked at.</summary>
internal sealed class CorpusFiles : ICorpusReader
{
    private readonly TextCorpus _corpus;
    private readonly ReadingOptions _options;

    /// <summary>Hashes the files of a corpus, and looks at the first documents of those that are to be divided.</summary>
    /// <param name="corpus">The files.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="progress">Hears how much was hashed.</param>
    /// <param name="isWhole">Whether nothing is to be divided: no file then has too few documents.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="ConfigurationException">Labels are asked for, and a file has no fields.</exception>
    /// <exception cref="InvalidDataException">A file that was looked at is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public CorpusFiles(
        TextCorpus corpus, ReadingOptions options, IProgress<WorkProgress>? progress = null, bool isWhole = false, CancellationToken stop = default)
    {
        _corpus = corpus;
        options = options.ImageSize > 0 ? options with { Pictures = new KnownPictures() } : options;
        if (options.Answer is not null)
            RequireAnswers(corpus, options);
        else if (options.ImageSize > 0)
            RequireCaptions(corpus, options);
        else if (options.Second is { } second)
            RequirePairs(corpus, second);
        else if (options.Label is { } label)
            RequireLabels(corpus, label);
        Sources =
        [
            .. corpus.Sources.Zip(CorpusFingerprint.Of(corpus, progress, stop), (source, hash) =>
                new SourceRecord(hash.Name, source.Format, source.OfficialSplit, hash.Bytes, options.Pictures is null ? hash.Sha256 : WithPictures(hash.Sha256, source, options, progress, stop))),
        ];
        (_options, var note) = isWhole ? (options, null) : DocumentUnitChoice.Resolve(corpus, options, SplitGaps.Of(Sources), stop);
        Notes = note is null ? [] : [note];
    }

    private static void RequireAnswers(TextCorpus corpus, ReadingOptions options)
    {
        if (corpus.Sources.FirstOrDefault(source => source.Format is TextFormat.Text or TextFormat.Conllu) is { } plain)
        {
            throw new ConfigurationException(
                $"data.answer is {options.Answer}, and {plain.Path} has no fields.{Environment.NewLine}"
                + $"Give questions as SQuAD's .json, or as .csv, .tsv, .jsonl or .parquet with the fields {options.Field}, {options.Second} and {options.Answer}.");
        }
    }

    private static void RequireCaptions(TextCorpus corpus, ReadingOptions options)
    {
        if (corpus.Sources.FirstOrDefault(source => source.Format is TextFormat.Text or TextFormat.Conllu or TextFormat.ApiDocs) is { } plain)
        {
            throw new ConfigurationException(
                $"{plain.Path} has no pictures.{Environment.NewLine}"
                + $"Give captions as .csv, .tsv, .jsonl or .parquet with the fields {options.Field}, the path of a picture's file, and {options.Second}.");
        }
    }

    // The bytes of the pictures are the text's too: of all hashes, one behind the other, the hash is taken.
    private static string WithPictures(string hash, TextSource source, ReadingOptions options, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        using var hashes = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashes.AppendData(Convert.FromHexString(hash));
        var counts = new ReadingCounts();
        foreach (var piece in new DocumentReader().Read(source, options, counts))
        {
            stop.ThrowIfCancellationRequested();
            progress?.Report(new WorkProgress("looking at pictures", counts.Bytes, new FileInfo(source.Path).Length, "bytes"));
            hashes.AppendData(Convert.FromHexString(options.Pictures!.Of(piece.Picture!.File).Hash));
        }
        return Convert.ToHexStringLower(hashes.GetHashAndReset());
    }

    private static void RequirePairs(TextCorpus corpus, string second)
    {
        if (corpus.Sources.FirstOrDefault(source => source.Format is TextFormat.Text or TextFormat.Conllu) is { } plain)
        {
            throw new ConfigurationException(
                $"data.second is {second}, and {plain.Path} has no fields.{Environment.NewLine}Give pairs of texts as .csv, .tsv, .jsonl or .parquet, with a field for each of the two, or as two files of as many lines in a folder, with the endings that data.field and data.second name.");
        }
        if (second is not (ApiDocsPairs.Second or ApiDocsWords.Second) && corpus.Sources.Any(source => source.Format == TextFormat.ApiDocs))
        {
            throw new ConfigurationException(
                $"data.second is {second}, and pairs of {corpus.Name} are {ApiDocsPairs.First} and {ApiDocsPairs.Second}, or {ApiDocsWords.Second}.{Environment.NewLine}"
                + $"Write data.second={ApiDocsPairs.Second} or data.second={ApiDocsWords.Second}, or name other text with --data.");
        }
    }

    private static void RequireLabels(TextCorpus corpus, string label)
    {
        var plain = corpus.Sources.Where(source => source.Format is TextFormat.Text or TextFormat.Conllu).ToList();
        if (plain.Count > 0 && (label != GivenRecords.LabelField || plain.Exists(source => source.Format == TextFormat.Conllu) || plain.DistinctBy(file => Path.GetDirectoryName(file.Path)).Take(2).Count() < 2))
        {
            throw new ConfigurationException(
                $"data.label is {label}, and {plain[0].Path} has no fields.{Environment.NewLine}"
                + $"Give the texts and their labels as .csv, .tsv, .jsonl or .parquet, or in a folder for each label with data.label={GivenRecords.LabelField}; or leave data.label out.");
        }
        if (label != ApiDocsKinds.Field && corpus.Sources.Any(source => source.Format == TextFormat.ApiDocs))
        {
            throw new ConfigurationException(
                $"data.label is {label}, and members of {corpus.Name} have one label, their {ApiDocsKinds.Field}.{Environment.NewLine}"
                + $"Write data.label={ApiDocsKinds.Field}, or name other text with --data.");
        }
    }

    /// <summary>What the user should hear about what counts as a document, a line each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SourceRecord> Sources { get; }

    /// <inheritdoc/>
    public DocumentUnit Documents => _options.Documents;

    /// <inheritdoc/>
    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        var reader = new DocumentReader();
        foreach (var source in _corpus.Sources)
        {
            var origin = PieceOrigin.Beginning(source.Path, source.Format);
            TextPiece? before = null;
            foreach (var piece in reader.Read(source, _options, counts))
            {
                origin = before is { } last ? origin.After(last, piece, source.Format) : origin;
                before = piece;
                yield return new CorpusPiece(piece, source.OfficialSplit, origin);
            }
        }
    }
}
