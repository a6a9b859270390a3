using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Tasks.Passes;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Tagging;

/// <summary>Predicts the tags of the words of sentences, which are read as those that the model was trained on: a word is what stands between blanks.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="tags">Its tags, by its classes.</param>
/// <param name="setup">How sentences become examples.</param>
internal sealed class TextTagger(TransformerModel model, ITokenizer tokenizer, Vocabulary vocabulary, IReadOnlyList<string> tags, TaggingSetup setup)
{
    /// <summary>Predicts the tags of a sentence.</summary>
    /// <returns>[words]</returns>
    public IReadOnlyList<TaggedWord> Predict(string sentence) => Predict([sentence])[0];

    /// <summary>Predicts the tags of sentences, those of like length in a batch.</summary>
    /// <returns>[sentences][words]</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<IReadOnlyList<TaggedWord>> Predict(IReadOnlyList<string> sentences, CancellationToken stop = default)
    {
        var encoded = sentences.Select(Encode).ToList();
        var pieces = encoded.SelectMany(sentence => sentence.Pieces).Where(piece => piece.Words.Count > 0).OrderBy(piece => piece.Ids.Length);
        model.SetTraining(false);
        using var frozen = no_grad();
        var buffer = new BatchBuffer();
        foreach (var some in pieces.Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            PredictBatch(some, buffer);
        }
        return [.. encoded.Select(sentence => sentence.Words)];
    }

    private void PredictBatch(Piece[] pieces, BatchBuffer buffer)
    {
        using var scope = NewDisposeScope();
        buffer.Begin(
            [.. Enumerable.Range(0, pieces.Length).Select(row => (long)row)], [.. pieces.Select(piece => piece.Ids.Length)], vocabulary.EndOfTextId, setup.Padding);
        foreach (var (row, piece) in pieces.Index())
        {
            for (var place = 0; place < piece.Ids.Length; place++)
                (buffer.IdsOf(row)[place], buffer.TargetsOf(row)[place]) = (piece.Ids[place], ChunkSource.Ignored);
        }
        setup.Ngrams?.AddTo(buffer, row => [.. pieces[row].Words.Select(word => word.Place)]);
        var batch = buffer.ToBatch(model.Weights.Values.device);
        var scores = model.Output.Logits(HeadInputs.Of(model, batch, model.Hidden(batch).flatten(0, 1))); // [batch * time, tags]
        var (best, classes) = scores.to(ScalarType.Float64).softmax(-1).max(-1);
        var probabilities = TensorMemory.Span<double>(best.cpu());
        var numbers = TensorMemory.Span<long>(classes.cpu());
        foreach (var (row, piece) in pieces.Index())
        {
            foreach (var (word, place) in piece.Words)
            {
                var at = row * buffer.Time + (batch.Starts?[row] ?? 0) + place;
                piece.Into[word] = piece.Into[word] with { Tag = tags[(int)numbers[at]], Probability = probabilities[at] };
            }
        }
    }

    /// <summary>The tokens of a sentence, as they were prepared for training, in pieces of the context.</summary>
    private (TaggedWord[] Words, IEnumerable<Piece> Pieces) Encode(string sentence)
    {
        var (ids, firsts) = (new List<int>(), new List<int>());
        var ranges = WordTokens.RangesOf(sentence);
        foreach (var range in ranges)
        {
            firsts.Add(ids.Count);
            WordTokens.Append(sentence.AsSpan(range), tokenizer, vocabulary, ids);
        }
        ids.Add(vocabulary.EndOfTextId);
        TaggedWord[] words = [.. ranges.Select(range => new TaggedWord(sentence[range], "", 0))];
        return (words, ids.Chunk(setup.Context).Select((own, piece) => new Piece(
            own, [.. firsts.Index().Where(first => first.Item / setup.Context == piece).Select(first => (first.Index, first.Item % setup.Context))], words)));
    }

    /// <summary>What the model sees at once.</summary>
    /// <param name="Ids">The tokens.</param>
    /// <param name="Words">The number of each word that begins in it, and the place of its first token.</param>
    /// <param name="Into">The sentence's words, which take what is predicted.</param>
    private sealed record Piece(int[] Ids, IReadOnlyList<(int Word, int Place)> Words, TaggedWord[] Into);
}

/// <summary>What a model predicts for a word.</summary>
/// <param name="Word">The word.</param>
/// <param name="Tag">The likeliest tag.</param>
/// <param name="Probability">Its probability.</param>
public sealed record TaggedWord(string Word, string Tag, double Probability);
