using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Named;

namespace Weft.Tests.Text.Corpora.Named;

public sealed class ArchivedCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _archive;
    private readonly ArchivedCorpus _corpus;

    public ArchivedCorpusTests()
    {
        _archive = Zips.Write(
            _folder.File("source.zip"), ("c/wiki.train.tokens", "train\n"), ("c/wiki.valid.tokens", "valid\n"), ("c/wiki.test.tokens", "test\n"));
        _corpus = Corpus(Hashes.Sha256OfFile(_archive), Hashes.Sha256("train\n"));
    }

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_corpus_is_downloaded_once_and_has_its_official_splits()
    {
        using var server = new TestServer(_ => new Answer(200, File.ReadAllBytes(_archive)));
        var first = _corpus.Locate(Options(server.Address), progress: null, TestContext.Current.CancellationToken);
        var again = _corpus.Locate(Options(server.Address), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(first.Sources, again.Sources);
        Assert.Single(server.Requests);
        Assert.Equal([Split.Train, Split.Validation, Split.Test], first.Sources.Select(source => source.OfficialSplit!.Value));
        Assert.Equal(["test-2"], Directory.GetFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public void An_archive_put_there_by_hand_is_used()
    {
        Directory.CreateDirectory(Data);
        File.Copy(_archive, Path.Combine(Data, "corpus-v1.zip"));

        Assert.Equal(3, Locate(_corpus).Sources.Count);
    }

    [Fact]
    public void Packed_files_put_there_by_hand_are_used_and_checked()
    {
        Directory.CreateDirectory(Path.Combine(Data, "test-2"));
        foreach (var name in new[] { "train", "valid", "test" })
            File.WriteAllBytes(Path.Combine(Data, "test-2", $"{name}.txt.gz"), Reading.Documents.Gzip(Reading.Documents.Bytes(name + "\n")));

        Assert.Equal(3, Locate(_corpus).Sources.Count);
    }

    [Fact]
    public void Files_of_another_text_are_an_error()
    {
        foreach (var name in new[] { "train", "valid", "test" })
            _folder.Write($"data/test-2/{name}.txt", "mine\n");
        var path = Path.Combine(Data, "test-2", "train.txt");
        var e = Assert.Throws<InvalidDataException>(() => Locate(_corpus));

        Assert.Equal(
            $"{path} is not that of test-2: its SHA-256 is {Hashes.Sha256("mine\n")}, expected {Hashes.Sha256("train\n")}. "
            + $"Remove {Path.GetDirectoryName(path)} to download test-2 again, or move it elsewhere and name it by its path.",
            e.Message);
    }

    [Fact]
    public void A_folder_that_lacks_a_split_is_an_error_and_is_left_alone()
    {
        var path = _folder.Write("data/test-2/train.txt", "mine\n");
        var e = Assert.Throws<InvalidDataException>(() => Locate(_corpus));

        Assert.Equal(
            $"{Path.GetDirectoryName(path)} does not hold test-2: it needs wiki.train.tokens, wiki.valid.tokens, wiki.test.tokens. "
            + "Remove the folder to download them.",
            e.Message);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Files_that_unpack_to_something_else_leave_nothing_behind()
    {
        Directory.CreateDirectory(Data);
        var archive = Path.Combine(Data, "corpus-v1.zip");
        File.Copy(_archive, archive);
        var e = Assert.Throws<InvalidDataException>(() => Locate(Corpus(Hashes.Sha256OfFile(_archive), Hashes.Sha256("other\n"))));

        Assert.StartsWith("wiki.train.tokens is not that of test-2: ", e.Message, StringComparison.Ordinal);
        Assert.Equal([archive], Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public void A_failed_download_says_what_to_put_where()
    {
        using var server = new TestServer(_ => new Answer(404, []));
        var e = Assert.Throws<IOException>(() => _corpus.Locate(Options(server.Address), progress: null, TestContext.Current.CancellationToken));

        Assert.Equal(
            $"{server.Address} cannot be downloaded: the server answers 404 NotFound. Fetch it by other means and put it at "
            + $"{Path.Combine(Data, "corpus-v1.zip")}, or set WEFT_TEST_2_URL to another address.",
            e.Message);
    }

    [Fact]
    public void The_environment_names_another_address()
    {
        Environment.SetEnvironmentVariable("WEFT_TEST_3_URL", "ftp:somewhere");
        var e = Assert.Throws<ConfigurationException>(() => Locate(_corpus with { Name = "test-3" }));

        Assert.Equal("WEFT_TEST_3_URL is ftp:somewhere; it must be an http or https address.", e.Message);
    }

    [Fact]
    public void The_real_files_are_those_that_the_name_promises()
    {
        var data = Path.GetDirectoryName(RealData.Path("wikitext-2"))!;
        var corpus = CorpusLocator.Locate("wikitext-2", new CorpusOptions { DataFolder = data }, stop: TestContext.Current.CancellationToken);

        Assert.Equal(["train.txt.gz", "valid.txt.gz", "test.txt.gz"], corpus.Sources.Select(source => Path.GetFileName(source.Path)));
        Assert.All(corpus.Sources, source => Assert.NotNull(source.OfficialSplit));
    }

    private static ArchivedCorpus Corpus(string archive, string train) => new(
        "test-2",
        new Uri("https://example.invalid/corpus-v1.zip"),
        archive,
        [new("wiki.train.tokens", Split.Train, train), new("wiki.valid.tokens", Split.Validation, null), new("wiki.test.tokens", Split.Test, null)]);

    private TextCorpus Locate(ArchivedCorpus corpus) =>
        corpus.Locate(new CorpusOptions { DataFolder = Data }, progress: null, TestContext.Current.CancellationToken);

    private CorpusOptions Options(Uri address) => new()
    {
        DataFolder = Data,
        Addresses = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["test-2"] = address },
        RetryDelays = [],
    };
}
