using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Corpora.Named;

namespace Weft.Tests.Text.Corpora.Named;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("corpus.zip");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_fetched_and_its_progress_told()
    {
        using var server = new TestServer(_ => new Answer(200, Content));
        var heard = new List<WorkProgress>();
        await Download(server, progress: new Heard(heard));

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
        Assert.Equal(new WorkProgress("downloading corpus-v1.zip", 300_000, 300_000, "bytes"), heard[^1]);
    }

    [Fact]
    public async Task A_download_that_was_cut_off_goes_on_where_it_was()
    {
        using var server = new TestServer(asked => asked.From is { } from
            ? new Answer(206, Content[from..]) { Headers = [$"Content-Range: bytes {from}-299999/300000", "ETag: \"one\""] }
            : new Answer(200, Content) { CutAfter = 150_000, Headers = ["ETag: \"one\""] });
        await Download(server);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([null, 150_000], server.Requests.Select(asked => asked.From));
        Assert.Equal("\"one\"", server.Requests[1].Headers["If-Range"]);
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_later_run_goes_on_too()
    {
        using (var server = new TestServer(_ => new Answer(200, Content) { CutAfter = 1_000, Headers = ["ETag: \"one\""] }))
            await Assert.ThrowsAsync<IOException>(() => Download(server, retries: 0));
        using var again = new TestServer(asked => new Answer(206, Content[asked.From!.Value..])
        {
            Headers = [$"Content-Range: bytes {asked.From}-299999/300000"],
        });
        await Download(again);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal("\"one\"", Assert.Single(again.Requests).Headers["If-Range"]);
    }

    [Fact]
    public async Task A_server_that_gives_no_parts_is_read_from_the_start()
    {
        var cut = true;
        using var server = new TestServer(_ => new Answer(200, Content) { CutAfter = cut ? 150_000 : int.MaxValue });
        await File.WriteAllBytesAsync(Target + ".partial", new byte[1000]);
        cut = false;
        await Download(server);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([1000], server.Requests.Select(asked => asked.From));
    }

    [Theory]
    [InlineData(416)]
    [InlineData(206)]
    public async Task A_part_that_does_not_fit_is_forgotten(int status)
    {
        await File.WriteAllBytesAsync(Target + ".partial", new byte[1000]);
        using var server = new TestServer(asked => asked.From is null
            ? new Answer(200, Content)
            : new Answer(status, []) { Headers = ["Content-Range: bytes 5-299999/300000"] });
        await Download(server);

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([1000, null], server.Requests.Select(asked => asked.From));
    }

    [Fact]
    public async Task A_server_error_may_pass_and_keeps_what_has_come()
    {
        var answers = new Queue<Func<Asked, Answer>>(
        [
            _ => new Answer(200, Content) { CutAfter = 7_000 },
            _ => new Answer(503, []),
            asked => new Answer(206, Content[asked.From!.Value..]) { Headers = [$"Content-Range: bytes {asked.From}-299999/300000"] },
        ]);
        using var server = new TestServer(asked => answers.Dequeue()(asked));
        await Download(server);

        Assert.Equal([null, 7_000, 7_000], server.Requests.Select(asked => asked.From));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Theory]
    [InlineData(404, 1, "the server answers 404 NotFound.")]
    [InlineData(403, 1, "the server answers 403 Forbidden.")]
    [InlineData(500, 3, "the server answers 500 InternalServerError.")]
    public async Task A_refusal_names_address_reason_and_remedy(int status, int attempts, string reason)
    {
        using var server = new TestServer(_ => new Answer(status, []));
        var e = await Assert.ThrowsAsync<IOException>(() => Download(server));

        Assert.Equal($"{server.Address} cannot be downloaded: {reason} Put it there by hand.", e.Message);
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var server = new TestServer(_ => new Answer(200, Content));
        var address = server.Address;
        server.Dispose();
        var e = await Assert.ThrowsAsync<IOException>(() => Download(address));

        Assert.StartsWith($"{address} cannot be downloaded: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Put it there by hand.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_bytes_are_removed_and_both_hashes_told()
    {
        using var server = new TestServer(_ => new Answer(200, [1, 2, 3]));
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => Download(server));
        var found = Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]));

        Assert.Equal(
            $"{server.Address} gave other bytes than expected, which were removed: their SHA-256 is {found}, expected {Hash}.",
            e.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private Task Download(TestServer server, int retries = 2, IProgress<WorkProgress>? progress = null) =>
        Download(server.Address, retries, progress);

    private Task Download(Uri address, int retries = 2, IProgress<WorkProgress>? progress = null) =>
        new Downloader([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), retries)])
            .Download(address, Target, Hash, "Put it there by hand.", progress, TestContext.Current.CancellationToken);

    private sealed class Heard(List<WorkProgress> heard) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => heard.Add(value);
    }
}
