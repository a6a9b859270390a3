using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weft.Tests.Support;

/// <summary>What a test's server was asked: the header lines by name.</summary>
internal sealed record Asked(IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Where the wanted range begins; null where the whole file is wanted.</summary>
    public int? From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1]) : null;
}

/// <summary>What it answers.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Bytes of the body after which the connection is closed, all the same whether there are more.</summary>
    public int CutAfter { get; init; } = int.MaxValue;
}

/// <summary>An HTTP server on this machine that answers as a test says, connection by connection.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Asked, Answer> _answer;
    private readonly Task _serving;

    public TestServer(Func<Asked, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = Task.Run(Serve);
    }

    public List<Asked> Requests { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/corpus-v1.zip");

    public void Dispose()
    {
        _listener.Stop();
        _serving.Wait();
        _listener.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await Respond(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // The test has ended.
        }
    }

    private async Task Respond(NetworkStream stream)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        for (string? line; !string.IsNullOrEmpty(line = await reader.ReadLineAsync());)
        {
            if (line.Split(": ", 2) is [var name, var value])
                headers[name] = value;
        }
        var asked = new Asked(headers);
        Requests.Add(asked);
        var answer = _answer(asked);
        var lines = new[] { $"HTTP/1.1 {answer.Status} Any", $"Content-Length: {answer.Body.Length}", "Connection: close" };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. lines, .. answer.Headers, "", ""])));
        await stream.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.CutAfter, answer.Body.Length)));
    }
}
