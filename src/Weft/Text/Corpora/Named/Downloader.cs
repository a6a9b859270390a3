using System.Net;
using System.Net.Http.Headers;
using Weft.Foundation;

namespace Weft.Text.Corpora.Named;

/// <summary>Fetches one file over HTTP(S): goes on where it was cut off, tries again after a while, checks what came.</summary>
/// <param name="retryDelays">How long to wait before each further attempt.</param>
internal sealed class Downloader(IReadOnlyList<TimeSpan> retryDelays)
{
    private static readonly HttpClient Client = CreateClient();
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Fetches the file to <c>path.partial</c> and renames it when it is whole and right.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="sha256">What its bytes must be.</param>
    /// <param name="remedy">A sentence for the error: what the user can do instead.</param>
    /// <param name="progress">Hears of everything that comes, in bytes.</param>
    /// <param name="stop">Ends the download; what came so far is kept.</param>
    /// <exception cref="IOException">The file cannot be had; names the address.</exception>
    /// <exception cref="InvalidDataException">Other bytes came than expected; they were removed.</exception>
    public async Task Download(
        Uri address, string path, string sha256, string remedy, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = new PartialFile(path);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Fetch(address, partial, progress, stop);
                break;
            }
            catch (Exception e) when (IsOfTheNetwork(e, stop) && attempt < retryDelays.Count && MayPass(e))
            {
                await Task.Delay(retryDelays[attempt], stop);
            }
            catch (Exception e) when (IsOfTheNetwork(e, stop))
            {
                throw new IOException($"{address} cannot be downloaded: {ReasonOf(e)} {remedy}", e);
            }
        }
        partial.Complete(address, sha256);
    }

    private static async Task Fetch(Uri address, PartialFile partial, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var have = partial.Length;
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, to: null);
            request.Headers.IfRange = partial.Tag is { } tag ? new RangeConditionHeaderValue(tag) : null;
        }
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        var continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        // A server that fails keeps what has come; one that has another file, or no parts to give, makes it worthless.
        var startsOver = !continues && (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable);
        if (startsOver)
            partial.Delete();
        response.EnsureSuccessStatusCode();
        if (startsOver && response.StatusCode == HttpStatusCode.PartialContent)
            throw new IOException("the server sent another part than was asked for.");

        var start = continues ? have : 0;
        var total = start + response.Content.Headers.ContentLength;
        if (startsOver)
            partial.Tag = response.Headers.ETag;
        var begun = new WorkProgress($"downloading {Path.GetFileName(address.LocalPath)}", start, total, "bytes");
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        await Copy(body, partial, begun, progress, stop);
    }

    private static async Task Copy(
        Stream body, PartialFile partial, WorkProgress state, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        await using var file = partial.Append();
        var buffer = new byte[1 << 16];
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            silence.CancelAfter(LongestSilence);
            var count = await body.ReadAsync(buffer, silence.Token);
            if (count == 0)
                break;
            await file.WriteAsync(buffer.AsMemory(0, count), stop);
            state = state with { Done = state.Done + count };
            progress?.Report(state);
        }
        if (state.Total is { } total && state.Done != total)
            throw new IOException($"it was cut off after {state.Done:N0} of {total:N0} bytes.");
    }

    private static bool IsOfTheNetwork(Exception e, CancellationToken stop) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested);

    private static bool MayPass(Exception e) => e is not HttpRequestException { StatusCode: { } status }
        || (int)status >= 500
        || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestedRangeNotSatisfiable;

    private static string ReasonOf(Exception e) => e switch
    {
        HttpRequestException { StatusCode: { } status } => $"the server answers {(int)status} {status}.",
        OperationCanceledException => "nothing came for a minute.",
        _ => e.Message.EndsWith('.') ? e.Message : e.Message + ".",
    };

    private static HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) });
        // Some hosts refuse requests that do not say who asks.
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (compatible; Weft)");
        return client;
    }
}
