using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Search;

/// <summary>Gives the vectors of texts that a model compares pairs by: each text is read as one of a pair.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="setup">How texts become examples.</param>
internal sealed class TextVectors(TransformerModel model, ITokenizer tokenizer, Vocabulary vocabulary, ClassificationSetup setup)
{
    /// <summary>Numbers in a vector.</summary>
    public int Width => model.Options.HeadWidth;

    /// <summary>Their vectors, those of like length in a batch.</summary>
    /// <param name="texts">The texts; line ends count as blanks.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts][width], of length 1.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[][] Of(IReadOnlyList<string> texts, CancellationToken stop = default)
    {
        var vectors = new float[texts.Count][];
        long[][] sides = [.. texts.Select(Side)];
        model.SetTraining(false);
        using var frozen = no_grad();
        var buffer = new BatchBuffer();
        foreach (var some in Enumerable.Range(0, texts.Count).OrderBy(text => sides[text].Length).Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            buffer.Begin([.. some.Select(text => (long)text)], [.. some.Select(text => sides[text].Length)], vocabulary.EndOfTextId, setup.Padding, hasTargetPerToken: false);
            foreach (var (row, text) in some.Index())
            {
                sides[text].CopyTo(buffer.IdsOf(row));
                buffer.TargetsOf(row)[0] = ChunkSource.Ignored;
            }
            LabelledTexts.AddNgrams(buffer, setup.Ngrams);
            var batch = buffer.ToBatch(model.Weights.Values.device);
            var numbers = TensorMemory.Span<float>(TextCosines.Unit(TextStates.VectorsOf(model, batch)).cpu().contiguous());
            foreach (var (row, text) in some.Index())
                vectors[text] = numbers.Slice(row * Width, Width).ToArray();
        }
        return vectors;
    }

    private long[] Side(string text)
    {
        var ids = EncodedText.Of(RecordPair.First(text), tokenizer, vocabulary, isPair: true);
        return PairSides.Seen([.. ids.Select(id => (long)id)], vocabulary.EndOfTextId, setup.Context);
    }
}
