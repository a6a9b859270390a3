using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Own;

/// <summary>Predicts the classes of a text's tokens, which the task reads as those that the model was trained on.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="vocabulary">Its tokens.</param>
/// <param name="setup">The task, and how it is asked.</param>
internal sealed class TokenClassifier(TransformerModel model, ITokenizer tokenizer, Vocabulary vocabulary, OwnTaskSetup setup)
{
    /// <summary>Predicts a class for every input that the task makes of the text, piece by piece where it is longer than the context.</summary>
    public IReadOnlyList<TokenPrediction> Predict(string text)
    {
        model.SetTraining(false);
        using var frozen = no_grad();
        return [.. EncodedText.Of(text, tokenizer, vocabulary).Chunk(setup.Context).SelectMany((ids, piece) =>
        {
            var key = (long)RandomStream.For(0, "prediction", piece).NextUInt64();
            return PredictPiece(setup.Task.Ask(new DocumentTokens(ids, vocabulary, key), setup.Context, () => "the text to predict"));
        })];
    }

    private TokenPrediction[] PredictPiece(TaskExample example)
    {
        if (example.Inputs.Count == 0)
            return [];
        using var scope = NewDisposeScope();
        var buffer = new BatchBuffer();
        buffer.Begin([0], [example.Inputs.Count], vocabulary.EndOfTextId, setup.Padding);
        for (var place = 0; place < example.Inputs.Count; place++)
            (buffer.IdsOf(0)[place], buffer.TargetsOf(0)[place]) = (example.Inputs[place], ChunkSource.Ignored);
        var scores = model.Output.Logits(model.Hidden(buffer.ToBatch(model.Weights.Values.device)).flatten(0, 1)); // [inputs, classes]
        var (best, classes) = scores.to(ScalarType.Float64).softmax(-1).max(-1);
        var (probabilities, numbers) = (TensorMemory.Span<double>(best.cpu()).ToArray(), TensorMemory.Span<long>(classes.cpu()).ToArray());
        return [.. example.Inputs.Select((id, place) => new TokenPrediction(id, vocabulary[id], setup.Task.Classes[(int)numbers[place]], probabilities[place]))];
    }
}

/// <summary>What the model of a program's own task predicts for a token.</summary>
/// <param name="Id">The id that the model read there.</param>
/// <param name="Token">What it stands for.</param>
/// <param name="Class">The likeliest class.</param>
/// <param name="Probability">Its probability.</param>
public sealed record TokenPrediction(int Id, string Token, string Class, double Probability);
