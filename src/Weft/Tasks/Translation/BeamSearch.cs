using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime.Tensors;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Translation;

/// <summary>Searches for the likeliest translations of a batch of sentences, token by token for all of them at once, with the keys and values of what was written before at hand.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="vocabulary">Its tokens. The unknown one is never written.</param>
/// <param name="options">How many beginnings are followed, and how they are compared.</param>
/// <param name="longest">How many tokens a translation has at most, its end among them.</param>
internal sealed class BeamSearch(EncoderDecoderModel model, Vocabulary vocabulary, BeamOptions options, int longest)
{
    /// <summary>Translates sentences.</summary>
    /// <param name="source">The sentences, a row each.</param>
    /// <returns>[rows] the tokens of each translation, without the end.</returns>
    public IReadOnlyList<long[]> Translate(Batch source)
    {
        model.SetTraining(false);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache(model.Options.Layers);
        var memory = model.Remember(source);
        var beams = Enumerable.Range(0, (int)memory.States.shape[0]).Select(_ => new Beam(options, vocabulary.EndOfTextId, longest)).ToList();
        var sentences = Enumerable.Range(0, beams.Count).ToList();
        var rows = Numbered(beams);
        while (rows.Count > 0)
        {
            Advance(beams, rows, cache, memory);
            rows = Numbered(beams);
            // Each goes on with what was read for the one that it continues.
            long[] parents = [.. rows.Select(one => (long)one.Before!.Row)];
            List<int> own = [.. parents.Select(parent => sentences[(int)parent])];
            if (rows.Count > 0)
                memory = Select(parents, own.SequenceEqual(sentences), cache, memory);
            sentences = own;
        }
        return [.. beams.Select(beam => beam.Best!.TokensBefore(vocabulary.EndOfTextId))];
    }

    private static List<Hypothesis> Numbered(List<Beam> beams)
    {
        var rows = beams.SelectMany(beam => beam.Live).ToList();
        foreach (var (row, one) in rows.Index())
            one.Row = row;
        return rows;
    }

    private void Advance(List<Beam> beams, List<Hypothesis> rows, KeyValueCache cache, StackMemory memory)
    {
        using var scope = NewDisposeScope();
        var last = tensor(rows.Select(one => one.Token).ToArray(), device: memory.States.device).view(-1, 1);
        var hidden = model.Stack.HiddenOf(model.Embed(last), cache, memory: memory); // [rows, 1, dimension]
        var logarithms = model.Output.Logits(hidden[.., 0]).log_softmax(-1); // [rows, vocabulary]
        if (vocabulary.UnknownId is { } unknown)
            logarithms[.., unknown] = double.NegativeInfinity;
        var count = (int)Math.Min(2 * options.Width, logarithms.shape[1]);
        var (best, tokens) = logarithms.topk(count, dim: -1);
        var (values, ids) = (TensorMemory.Span<float>(best.cpu().contiguous()).ToArray(), TensorMemory.Span<long>(tokens.cpu().contiguous()).ToArray());
        foreach (var beam in beams.Where(beam => beam.Live.Count > 0))
            beam.Advance([.. beam.Live.SelectMany(one => Enumerable.Range(one.Row * count, count).Where(i => values[i] > float.NegativeInfinity).Select(i => one.Then(ids[i], values[i])))]);
    }

    private static StackMemory Select(long[] parents, bool hasSameSentences, KeyValueCache cache, StackMemory memory)
    {
        using var rows = tensor(parents, device: memory.States.device);
        var selected = hasSameSentences ? memory : memory.Take(rows);
        cache.Select(rows, selected);
        return selected;
    }
}
