using System.Runtime.InteropServices;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// How often each pair of neighbouring tokens occurs, in which words, and which occurs most. The queue holds what a pair's count once was,
/// never less than it is: what has fallen meanwhile is put back when it is met.
/// </summary>
internal sealed class PairTable
{
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<int> _risen = [];
    private readonly PriorityQueue<int, (long Count, ulong Pair)> _queue = new(Comparer<(long Count, ulong Pair)>.Create(MostFirst));

    /// <summary>Counts occurrences of a pair in a word, or takes them back.</summary>
    public void Add(int left, int right, long count, int word)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, Key(left, right), out var isKnown);
        if (!isKnown)
        {
            number = _pairs.Count;
            _pairs.Add(new Pair { Left = left, Right = right, Words = [word] });
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
        // Word by word, so that one which stands there already stands last.
        if (isKnown && (pair.Words.Count == 0 || pair.Words[^1] != word))
            pair.Words.Add(word);
    }

    /// <summary>Lets pairs that were added to since the last call be taken.</summary>
    public void Queue()
    {
        foreach (var number in _risen)
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[number];
            pair.HasRisen = false;
            _queue.Enqueue(number, (pair.Count, Key(pair.Left, pair.Right)));
        }
        _risen.Clear();
    }

    /// <summary>Takes the pair that occurs most; of several that with the smaller left id, then with the smaller right one.</summary>
    /// <param name="atLeast">The least count that it must have.</param>
    /// <param name="left">Its left token.</param>
    /// <param name="right">Its right token.</param>
    /// <param name="words">The words that have it, and perhaps some that had it; each once or more often.</param>
    public bool TryTake(long atLeast, out int left, out int right, out List<int> words)
    {
        while (_queue.TryDequeue(out var number, out var then))
        {
            ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[number];
            if (pair.Count < atLeast)
                continue;
            if (pair.Count != then.Count)
            {
                _queue.Enqueue(number, (pair.Count, then.Pair));
                continue;
            }
            (left, right, words) = (pair.Left, pair.Right, pair.Words);
            pair.Words = [];
            return true;
        }
        (left, right, words) = (0, 0, []);
        return false;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private static int MostFirst((long Count, ulong Pair) one, (long Count, ulong Pair) other)
    {
        var byCount = other.Count.CompareTo(one.Count);
        return byCount != 0 ? byCount : one.Pair.CompareTo(other.Pair);
    }

    private struct Pair
    {
        public int Left;
        public int Right;
        public long Count;
        public bool HasRisen;
        public List<int> Words;
    }
}
