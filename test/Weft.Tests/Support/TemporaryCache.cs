namespace Weft.Tests.Support;

/// <summary>A cache folder of a test's own, so that the user's is neither read nor changed.</summary>
internal sealed class TemporaryCache : IDisposable
{
    private const string Variable = "WEFT_CACHE";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public TemporaryCache() => Environment.SetEnvironmentVariable(Variable, _folder.Path);

    public string Path => _folder.Path;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Dispose();
    }
}
