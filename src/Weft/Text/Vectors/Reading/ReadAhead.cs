using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Weft.Text.Vectors.Reading;

/// <summary>Reads and unpacks a file on a thread of its own, a few blocks ahead of the one that works on them.</summary>
internal sealed class ReadAhead : IDisposable
{
    private const int Blocks = 4;

    private readonly BlockingCollection<byte[]> _free = [];
    private readonly BlockingCollection<(byte[] Bytes, int Count)> _filled = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Stream _stream;
    private readonly Task _reading;
    private ExceptionDispatchInfo? _failure;
    private byte[]? _block;
    private int _start;
    private int _end;

    /// <param name="stream">What to read; it stays the caller's.</param>
    /// <param name="blockBytes">How much is read at a time.</param>
    public ReadAhead(Stream stream, int blockBytes = 1 << 18)
    {
        _stream = stream;
        for (var i = 0; i < Blocks; i++)
            _free.Add(new byte[blockBytes]);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What was read and not yet consumed of the present block.</summary>
    public ReadOnlySpan<byte> Rest => _block.AsSpan(_start, _end - _start);

    /// <summary>How many bytes were consumed.</summary>
    public long Position { get; private set; }

    /// <summary>Takes bytes off <see cref="Rest"/>.</summary>
    public void Consume(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Gets the next block once <see cref="Rest"/> is empty; false at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The packed file is damaged or was cut off.</exception>
    public bool Refill()
    {
        if (_start < _end)
            return true;
        if (_block is not null)
            _free.Add(_block);
        _block = null;
        (_start, _end) = (0, 0);
        if (!_filled.TryTake(out var next, Timeout.Infinite))
        {
            _failure?.Throw();
            return false;
        }
        (_block, _end) = next;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _free.Dispose();
        _filled.Dispose();
        _stop.Dispose();
    }

    private void Read()
    {
        try
        {
            while (true)
            {
                var block = _free.Take(_stop.Token);
                var count = _stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
                if (count > 0)
                    _filled.Add((block, count), _stop.Token);
                if (count < block.Length)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for more.
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _filled.CompleteAdding();
        }
    }
}
