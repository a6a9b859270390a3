using Weft.Kernels;
using Weft.Runtime;

namespace Weft.Training;

/// <summary>Threads and size of tiles as they are now: they belong to the process. Disposed, they are so again.</summary>
internal sealed class DeviceSettings : IDisposable
{
    private readonly int _threads = Threads.Current;
    private readonly int _rowsAtOnce = KernelSettings.RowsAtOnce;

    /// <inheritdoc/>
    public void Dispose()
    {
        Threads.Set(_threads);
        KernelSettings.RowsAtOnce = _rowsAtOnce;
    }
}
