using Weft.Foundation;

namespace Weft.Data.Auditing.Losses;

/// <summary>How often a run of words occurs, and what follows it.</summary>
internal struct RunCount
{
    /// <summary>Its hash; 0 for a free place.</summary>
    public ulong Key;

    /// <summary>How often it occurs.</summary>
    public int Count;

    /// <summary>How often a word follows it.</summary>
    public int Followed;

    /// <summary>How many different words follow it.</summary>
    public int Followers;
}

/// <summary>Counts of runs by their hash: an open table, 24 bytes a place, at most two thirds full.</summary>
internal sealed class CountTable
{
    private static RunCount _none;

    private RunCount[] _places = new RunCount[1 << 10];
    private int _held;

    /// <summary>How many different runs there are.</summary>
    public int Held => _held;

    /// <summary>All counts.</summary>
    public IEnumerable<RunCount> Counts => _places.Where(place => place.Key != 0);

    /// <summary>The place of a run, which is made where there is none; good until the next is made.</summary>
    /// <param name="key">Its hash, not 0.</param>
    public ref RunCount Make(ulong key)
    {
        if (3L * _held >= 2L * _places.Length)
            Grow();
        ref var place = ref _places[PlaceOf(key, _places)];
        _held += place.Key == 0 ? 1 : 0;
        place.Key = key;
        return ref place;
    }

    /// <summary>The count of a run; that of none where it does not occur.</summary>
    public ref readonly RunCount Of(ulong key)
    {
        ref var place = ref _places[PlaceOf(key, _places)];
        return ref place.Key == 0 ? ref _none : ref place;
    }

    private static int PlaceOf(ulong key, RunCount[] places)
    {
        var place = (int)(RandomStream.Mix(key) & (ulong)(places.Length - 1));
        while (places[place].Key != key && places[place].Key != 0)
            place = (place + 1) & (places.Length - 1);
        return place;
    }

    private void Grow()
    {
        var places = new RunCount[2 * _places.Length];
        foreach (var count in _places)
        {
            if (count.Key != 0)
                places[PlaceOf(count.Key, places)] = count;
        }
        _places = places;
    }
}
