using Weft.Evaluation.Measures;
using Weft.Optimization;
using Weft.Sampling;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Support;

/// <summary>A tokenizer as a program would write it: words between blanks.</summary>
internal sealed class BlankWords(string identity = "blank-words", Action? encodes = null) : ITokenizer
{
    public string Identity => identity;

    public Vocabulary? FixedVocabulary => null;

    public void Count(ReadOnlySpan<char> text, WordCounts counts)
    {
        foreach (var word in Words(text))
            counts.Add(word);
    }

    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids)
    {
        encodes?.Invoke();
        foreach (var word in Words(text))
            ids.Add(vocabulary.TryGetId(word, out var id) ? id : vocabulary.UnknownId!.Value);
        if (endsDocument)
            ids.Add(vocabulary.EndOfTextId);
    }

    public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary) => string.Join(' ', ids.ToArray().Select(id => vocabulary[id]));

    private static string[] Words(ReadOnlySpan<char> text) => text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A sampler as a program would write it: from the last example to the first, and it counts how often it was asked.</summary>
internal sealed class Backwards(SamplerFeed feed) : ISampler
{
    private readonly int[] _asked = new int[1];

    public SamplerState State { get; private set; } = feed.State;

    public bool CanDrawAhead => true;

    public int Asked => _asked[0];

    public List<long> Chosen { get; } = [];

    public IReadOnlyList<(string Name, Array Values)> Memory => [("asked", _asked)];

    public Samples Next(int count, double progress)
    {
        _asked[0]++;
        var (epoch, at) = State.Position == feed.Examples ? (State.Epoch + 1, 0) : (State.Epoch, State.Position);
        var chosen = Enumerable.Range(0, (int)Math.Min(count, feed.Examples - at)).Select(i => feed.Examples - 1 - at - i).ToArray();
        State = new SamplerState(epoch, at + chosen.Length);
        Chosen.AddRange(chosen);
        return new Samples(epoch, chosen);
    }
}

/// <summary>A schedule as a program would write it.</summary>
internal sealed class Halves(double rate = 0.01) : ISchedule
{
    public double Rate(double progress) => progress < 0.5 ? rate : rate / 2;
}

/// <summary>A reader as a program would write it: a document a line, in files of its own ending.</summary>
internal sealed class StoryReader : IRecordReader
{
    public bool Reads(string path) => path.EndsWith(".story", StringComparison.Ordinal);

    public IEnumerable<TextRecord> Read(string path) => File.ReadLines(path).Select(line => new TextRecord(line));
}

/// <summary>A metric as a program would write it: the mean loss, and how many targets there were.</summary>
internal sealed class MeanLoss(double factor = 1) : ITokenMetric
{
    private double _sum;
    private long _count;

    public double? Value => _count == 0 ? null : factor * _sum / _count;

    public void Take(in ScoredToken token)
    {
        _sum += token.Loss;
        _count++;
    }
}
