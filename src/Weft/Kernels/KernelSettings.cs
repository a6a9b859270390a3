namespace Weft.Kernels;

/// <summary>What kernels do differently from machine to machine; like LibTorch's number of threads it holds for the whole process.</summary>
internal static class KernelSettings
{
    /// <summary>The rows at once that are taken where nothing was measured.</summary>
    public const int UsualRowsAtOnce = 256;

    private static int _rowsAtOnce = UsualRowsAtOnce;

    /// <summary>
    /// How many rows of scores a thread takes at once in the kernel over the vocabulary. Each tile draws the classes that it looks at, so
    /// another number gives another estimate of small gradients.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static int RowsAtOnce
    {
        get => _rowsAtOnce;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _rowsAtOnce = value;
        }
    }
}
