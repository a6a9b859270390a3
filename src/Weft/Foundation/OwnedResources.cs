namespace Weft.Foundation;

/// <summary>
/// Things that are disposed together, in the reverse of the order in which they were made: so also what was made before the making
/// of something else failed.
/// </summary>
internal sealed class OwnedResources : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];

    /// <summary>Makes what owns these; where that fails, what was made before is disposed.</summary>
    public static T Build<T>(Func<OwnedResources, T> build)
    {
        var owned = new OwnedResources();
        try
        {
            return build(owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Takes something over.</summary>
    public T Add<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var resource))
            resource.Dispose();
    }
}
