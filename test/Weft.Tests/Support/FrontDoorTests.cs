namespace Weft.Tests.Support;

/// <summary>Tests of what a program in C# does: a tiny text and its options, and a cache of the test's own.</summary>
public abstract class FrontDoorTests : IDisposable
{
    private readonly TemporaryCache _cache = new();

    /// <summary>The text, options and folders.</summary>
    private protected TinyTraining Tiny { get; } = new();

    /// <summary>The run folder of tests that train once.</summary>
    protected string Run => Tiny.Folder("run");

    /// <summary>The cache folder.</summary>
    protected string Cache => _cache.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        Tiny.Dispose();
        GC.SuppressFinalize(this);
    }
}
