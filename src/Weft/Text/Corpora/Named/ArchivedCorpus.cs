using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Corpora.Files;
using Weft.Text.Corpora.Splits;
using Weft.Text.Reading;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Corpora.Named;

/// <summary>One file of an archived corpus.</summary>
/// <param name="Name">Its name in the archive, without folders.</param>
/// <param name="Split">The split that it is.</param>
/// <param name="Sha256">SHA-256 of its bytes where it is known.</param>
internal sealed record ArchivedFile(string Name, Split Split, string? Sha256);

/// <summary>A corpus that is published as a zip archive with train, validation and test files.</summary>
/// <param name="Name">Its name, which is that of its folder below the data folder too.</param>
/// <param name="Address">Where its makers publish it.</param>
/// <param name="ArchiveSha256">SHA-256 of the archive.</param>
/// <param name="Files">The files to unpack.</param>
internal sealed record ArchivedCorpus(string Name, Uri Address, string ArchiveSha256, IReadOnlyList<ArchivedFile> Files)
    : NamedCorpus(Name)
{
    /// <summary>The environment variable that names another address: <c>WEFT_WIKITEXT_2_URL</c>.</summary>
    public string AddressVariable => $"WEFT_{Name.Replace('-', '_').ToUpperInvariant()}_URL";

    /// <inheritdoc />
    public override TextCorpus Locate(CorpusOptions options, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var folder = Path.GetFullPath(Path.Combine(options.DataFolder, Name));
        if (!Directory.Exists(folder))
            Fetch(folder, options, progress, stop);
        var leftOut = new LeftOut();
        var texts = TextFiles.Among(new FileWalk(pattern: null, leftOut).Below(folder), namedEnding: "", leftOut);
        var sources = OfficialSplits.Find(folder, texts, leftOut, out _);
        if (Files.Any(file => sources.All(source => source.OfficialSplit != file.Split)))
        {
            throw new InvalidDataException(
                $"{folder} does not hold {Name}: it needs {string.Join(", ", Files.Select(file => file.Name))}. "
                + "Remove the folder to download them.");
        }
        foreach (var source in sources)
            VerifyOfficial(source, folder, stop);
        return new TextCorpus(Name, sources);
    }

    private void Fetch(string folder, CorpusOptions options, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var archive = Path.Combine(Path.GetDirectoryName(folder)!, Path.GetFileName(Address.LocalPath));
        if (!File.Exists(archive))
        {
            var address = AddressIn(options);
            var remedy = $"Fetch it by other means and put it at {archive}, or set {AddressVariable} to another address.";
            var downloader = new Downloader(options.RetryDelays);
            // Waiting is safe: there is no synchronization context here, and Task.Run keeps it so under a host that has one.
            Task.Run(() => downloader.Download(address, archive, ArchiveSha256, remedy, progress, stop), stop).GetAwaiter().GetResult();
        }
        Verify(archive, Hashes.Sha256OfFile(archive, advance: null, stop), ArchiveSha256, "Remove it to download it again.");
        AtomicFolder.Create(folder, beside =>
        {
            SafeUnzip.Extract(archive, beside, [.. Files.Select(file => file.Name)], new UnzipLimits());
            foreach (var file in Files)
            {
                var path = Path.Combine(beside, file.Name);
                Verify(file.Name, Hashes.Sha256OfFile(path, advance: null, stop), file.Sha256, $"It came from {archive} and was removed.");
            }
        });
        File.Delete(archive);
    }

    private Uri AddressIn(CorpusOptions options)
    {
        if (options.Addresses.TryGetValue(Name, out var address))
            return address;
        var variable = Environment.GetEnvironmentVariable(AddressVariable);
        if (string.IsNullOrEmpty(variable))
            return Address;
        return Uri.TryCreate(variable, UriKind.Absolute, out address) && address.Scheme is "http" or "https"
            ? address
            : throw new ConfigurationException($"{AddressVariable} is {variable}; it must be an http or https address.");
    }

    // Whoever asks for the corpus by name means the published one: results on another would not be comparable.
    private void VerifyOfficial(TextSource source, string folder, CancellationToken stop)
    {
        var expected = Files.FirstOrDefault(file => file.Split == source.OfficialSplit)?.Sha256;
        if (expected is null || source.Format != TextFormat.Text)
            return;
        using var file = RegularFile.OpenRead(source.Path);
        using var text = Gzip.Unpack(file);
        var found = Convert.ToHexStringLower(Task.Run(() => SHA256.HashDataAsync(text, stop).AsTask(), stop).GetAwaiter().GetResult());
        Verify(source.Path, found, expected, $"Remove {folder} to download {Name} again, or move it elsewhere and name it by its path.");
    }

    private void Verify(string file, string found, string? expected, string remedy)
    {
        if (expected is not null && found != expected)
            throw new InvalidDataException($"{file} is not that of {Name}: its SHA-256 is {found}, expected {expected}. {remedy}");
    }
}
