using Weft.Foundation.Files;

namespace Weft.Bench.Faults;

/// <summary>The real disk, that calls before every operation, and in the middle of writing a file.</summary>
internal sealed class WatchedDisk(Action<string> before) : IDisk
{
    private readonly Disk _disk = Disk.Instance;

    public Stream Create(string path)
    {
        before($"create {NameOf(path)}");
        return new HalfwayStream(_disk.Create(path), () => before($"half {NameOf(path)}"));
    }

    public void Flush(Stream file)
    {
        var inner = (HalfwayStream)file;
        before($"flush {NameOf(inner.Name)}");
        _disk.Flush(inner.Inner);
    }

    public void FlushFolder(string folder)
    {
        before($"flush folder {NameOf(folder)}");
        _disk.FlushFolder(folder);
    }

    public void MoveFolder(string from, string to)
    {
        before($"rename folder {NameOf(from)} to {NameOf(to)}");
        _disk.MoveFolder(from, to);
    }

    public void DeleteFolder(string folder)
    {
        before($"delete folder {NameOf(folder)}");
        // A process can die when half of it is gone.
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(2))
            File.Delete(file);
        before($"half delete folder {NameOf(folder)}");
        _disk.DeleteFolder(folder);
    }

    /// <summary>Names without the 32 digits that differ each time.</summary>
    private static string NameOf(string path)
    {
        var parts = Path.GetFileName(path).Split('.').Where(part => part.Length != 32);
        return string.Join('.', parts);
    }

    /// <summary>Hands the first half of what is written to the system before it calls.</summary>
    private sealed class HalfwayStream(Stream inner, Action halfway) : Stream
    {
        private bool _called;

        public Stream Inner => inner;

        public string Name => ((FileStream)inner).Name;

        public override bool CanRead => false;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer[..(buffer.Length / 2)]);
            if (!_called)
            {
                _called = true;
                inner.Flush();
                halfway();
            }
            inner.Write(buffer[(buffer.Length / 2)..]);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
