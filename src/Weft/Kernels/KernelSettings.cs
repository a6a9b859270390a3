namespace Weft.Kernels;

/// <summary>What kernels do differently from machine to machine; like LibTorch's number of threads it holds for the whole process.</summary>
public static class KernelSettings
{
    /// <summary>The rows at once that are taken where nothing was measured.</summary>
    public const int UsualRowsAtOnce = 128;

    private static int _rowsAtOnce = UsualRowsAtOnce;

    /// <summary>
    /// How many rows of scores the kernel over the vocabulary takes at once. Sums over rows are taken tile by tile, so another number
    /// gives results that differ in the last bits.
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
