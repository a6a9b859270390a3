using System.Runtime.InteropServices;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// How often each pair of neighbouring tokens occurs, in which words, and which occurs most. The queue holds what a pair's count once was,
/// never less than it is: what has fallen meanwhile is put back when it is met. All is kept in few large arrays: millions of
/// small lists would keep the collector of memory busy.
/// </summary>
/// <param name="leastCount">The least count of a pair that can be taken.</param>
internal sealed class PairTable(long leastCount)
{
    private const int None = -1;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<Link> _links = [];
    private readonly List<int> _risen = [];
    private readonly PriorityQueue<int, (long Count, ulong Pair)> _queue = new(Comparer<(long Count, ulong Pair)>.Create(MostFirst));
    private int _freeLink = None;

    /// <summary>Counts occurrences of a pair in a word, or takes them back. To be called word by word.</summary>
    public void Add(int left, int right, long count, int word)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, Key(left, right), out var isKnown);
        if (!isKnown)
        {
            number = _pairs.Count;
            _pairs.Add(new Pair { Left = left, Right = right, Words = None });
        }
        ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[number];
        pair.Count += count;
        if (count < 0)
            return;
        if (!pair.HasRisen)
        {
            pair.HasRisen = true;
            _risen.Add(number);
        }
        if (pair.Words == None || _links[pair.Words].Word != word)
            pair.Words = NewLink(new Link(word, pair.Words));
    }

    /// <summary>Lets pairs that were added to since the last call be taken.</summary>
    public void Queue()
    {
        foreach (var number in _risen)
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[number];
            pair.HasRisen = false;
            if (pair.Count >= leastCount)
                _queue.Enqueue(number, (pair.Count, Key(pair.Left, pair.Right)));
        }
        _risen.Clear();
    }

    /// <summary>Takes the pair that occurs most; of several that with the smaller left id, then with the smaller right one.</summary>
    /// <param name="left">Its left token.</param>
    /// <param name="right">Its right token.</param>
    /// <param name="words">Is filled with the words that have it, and perhaps some that had it; each once or more often.</param>
    public bool TryTake(out int left, out int right, List<int> words)
    {
        words.Clear();
        while (_queue.TryDequeue(out var number, out var then))
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[number];
            if (pair.Count < leastCount)
                continue;
            if (pair.Count != then.Count)
            {
                _queue.Enqueue(number, (pair.Count, then.Pair));
                continue;
            }
            (left, right) = (pair.Left, pair.Right);
            MoveLinks(ref pair, words);
            return true;
        }
        (left, right) = (0, 0);
        return false;
    }

    private int NewLink(Link link)
    {
        if (_freeLink == None)
        {
            _links.Add(link);
            return _links.Count - 1;
        }
        var place = _freeLink;
        _freeLink = _links[place].Next;
        _links[place] = link;
        return place;
    }

    private void MoveLinks(ref Pair pair, List<int> words)
    {
        while (pair.Words != None)
        {
            var (place, link) = (pair.Words, _links[pair.Words]);
            words.Add(link.Word);
            pair.Words = link.Next;
            _links[place] = new Link(None, _freeLink);
            _freeLink = place;
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private static int MostFirst((long Count, ulong Pair) one, (long Count, ulong Pair) other)
    {
        var byCount = other.Count.CompareTo(one.Count);
        return byCount != 0 ? byCount : one.Pair.CompareTo(other.Pair);
    }

    /// <summary>A word of a pair's chain of words, and where the next one stands.</summary>
    private readonly record struct Link(int Word, int Next);

    private struct Pair
    {
        public int Left;
        public int Right;
        public long Count;
        public int Words;
        public bool HasRisen;
    }
}
