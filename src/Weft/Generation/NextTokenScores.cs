using Weft.Modeling;
using Weft.Modeling.Attention;
using static TorchSharp.torch;

namespace Weft.Generation;

/// <summary>
/// The model's scores for the token after a growing text. The model sees a window of at most its training context: when the
/// window is full, its older half is forgotten. With or without the cache the window is the same, so the tokens are too.
/// </summary>
internal sealed class NextTokenScores(TransformerLanguageModel model, int context, bool useCache, Device device) : IDisposable
{
    private readonly KeyValueCache? _cache = useCache ? new KeyValueCache(model.Options.Layers) : null;
    private int _windowStart;
    private int _cached;

    /// <summary>Scores for the token after the text: one a token of the vocabulary.</summary>
    /// <param name="text">All tokens so far; each call's text begins with the one before.</param>
    public float[] After(List<long> text)
    {
        if (text.Count - _windowStart > context)
        {
            // A long prompt is cut to what fits; later, halves make room for many tokens at once.
            _windowStart = text.Count - (_cached == 0 ? context : Math.Max(1, context / 2));
            _cached = _windowStart;
            _cache?.Clear();
        }
        var from = _cache is null ? _windowStart : _cached;
        _cached = text.Count;
        return Score([.. text[from..]]);
    }

    public void Dispose() => _cache?.Dispose();

    private float[] Score(long[] ids)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var hidden = model.Hidden(tensor(ids, [1, ids.Length], device: device), _cache);
        return model.Logits(hidden[0, -1]).cpu().data<float>().ToArray();
    }
}
