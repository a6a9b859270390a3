using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>Predicts the labels of texts, which are read as those that the model was trained on.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="labels">Its labels, by its classes.</param>
/// <param name="setup">How texts become examples.</param>
internal sealed class TextClassifier(
    TransformerModel model, ITokenizer tokenizer, Vocabulary vocabulary, IReadOnlyList<string> labels, ClassificationSetup setup)
{
    /// <summary>Predicts the label of a text; null where it has no token.</summary>
    public LabelPrediction? Predict(string text)
    {
        var ids = EncodedText.Of(text, tokenizer, vocabulary);
        if (ids.Count == 0)
            return null;
        model.SetTraining(false);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var seen = Math.Min(setup.Context, ids.Count);
        var buffer = new BatchBuffer();
        buffer.Begin([0], [seen], vocabulary.EndOfTextId, setup.Padding, hasTargetPerToken: false);
        for (var i = 0; i < seen; i++)
            buffer.IdsOf(0)[i] = ids[i];
        buffer.TargetsOf(0)[0] = ChunkSource.Ignored;
        var batch = buffer.ToBatch(model.Weights.Values.device);
        var scores = model.Output.Logits(PooledStates.Of(model.Hidden(batch), batch));
        // Softmax in double precision: probabilities that sum to one in all digits that are shown.
        var probabilities = TensorMemory.Span<double>(scores.to(ScalarType.Float64).softmax(-1).cpu().contiguous()).ToArray();
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return new LabelPrediction(
            text, labels[best], probabilities[best],
            labels.Zip(probabilities).OrderByDescending(pair => pair.Second).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }
}

/// <summary>What a model predicts for a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The likeliest label.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="Probabilities">Those of all labels, the likeliest first.</param>
public sealed record LabelPrediction(string Text, string Label, double Probability, IReadOnlyDictionary<string, double> Probabilities);
