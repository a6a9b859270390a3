using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Weft.Runtime;

namespace Weft.Generation;

/// <summary>Gives the pieces of a text while the thread of the engine still writes it.</summary>
internal static class TextPieces
{
    /// <summary>Begins to write when somebody listens; who stops to listen stops the writing.</summary>
    /// <param name="writing">Given what takes a piece and what stops the writing, what writes: on the engine's thread.</param>
    /// <param name="stop">Stops the writing.</param>
    /// <param name="other">Stops it as well: the listener's own.</param>
    public static async IAsyncEnumerable<string> Of(
        Func<Action<string>, CancellationToken, Func<GeneratedText>> writing, CancellationToken stop, [EnumeratorCancellation] CancellationToken other = default)
    {
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, other);
        var written = EngineThread.RunAsync(writing(piece => pieces.Writer.TryWrite(piece), ended.Token), ended.Token);
        _ = written.ContinueWith(_ => pieces.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return piece;
            await written.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }
}
