using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Tasks.Classification.Scores;
using Weft.Text;
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
    /// <summary>How texts become examples.</summary>
    public ClassificationSetup Setup => setup;

    /// <summary>Predicts the label of a text; null where it has no token.</summary>
    public LabelPrediction? Predict(string text) => Predict([text])[0];

    /// <summary>Predicts the labels of texts, those of like length in a batch.</summary>
    /// <returns>[texts]; null where a text has no token.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<LabelPrediction?> Predict(IReadOnlyList<string> texts, CancellationToken stop = default)
    {
        var probabilities = ProbabilitiesOf([.. texts.Select(text => Seen(Encode(text)))], stop);
        return [.. texts.Zip(probabilities, (text, own) => own is null ? null : PredictionOf(text, own))];
    }

    /// <summary>The probabilities of all labels.</summary>
    /// <param name="texts">[texts], the tokens that the model sees of each.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[texts][labels]; null where a text has no token.</returns>
    public double[]?[] ProbabilitiesOf(IReadOnlyList<IReadOnlyList<int>> texts, CancellationToken stop = default)
    {
        var found = new double[]?[texts.Count];
        model.SetTraining(false);
        using var frozen = no_grad();
        var buffer = new BatchBuffer();
        var byLength = Enumerable.Range(0, texts.Count).Where(text => texts[text].Count > 0).OrderBy(text => texts[text].Count);
        foreach (var some in byLength.Chunk(setup.Batch))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Fill(buffer, [.. some.Select(text => texts[text])]);
            var batch = buffer.ToBatch(model.Weights.Values.device);
            var scores = model.Output.Logits(TextStates.Of(model, batch)); // [batch, labels]
            // Softmax in double precision: probabilities that sum to one in all digits that are shown. Several labels are told each by itself.
            var exact = scores.to(ScalarType.Float64);
            var probabilities = TensorMemory.Span<double>((setup.Labels == LabelKind.Several ? exact.sigmoid() : exact.softmax(-1)).cpu().contiguous());
            foreach (var (row, text) in some.Index())
                found[text] = probabilities.Slice(row * labels.Count, labels.Count).ToArray();
        }
        return found;
    }

    /// <summary>All tokens of a text.</summary>
    public List<int> Encode(string text) => EncodedText.Of(text, tokenizer, vocabulary, isPair: setup.Task == TaskKind.Matching);

    /// <summary>What the model sees of a text.</summary>
    /// <param name="ids">All of its tokens.</param>
    public IReadOnlyList<int> Seen(List<int> ids)
    {
        if (ids.Count <= setup.Context)
            return ids;
        if (setup.Task != TaskKind.Matching)
            return ids[..setup.Context];
        // Each side is cut by itself.
        if (setup.IsApart)
            return ids;
        var seen = new long[setup.Context];
        PairCut.Copy([.. ids.Select(id => (long)id)], vocabulary.EndOfTextId, seen);
        return [.. seen.Select(id => (int)id)];
    }

    /// <summary>What each token of a text is called; empty for ends of lines and blanks.</summary>
    public IReadOnlyList<string> NamesOf(string text, IReadOnlyList<int> ids) => EncodedText.NamesOf(text, ids, tokenizer, vocabulary);

    /// <summary>The place of a label among the probabilities.</summary>
    public int ClassOf(string label) => labels.Index().First(known => known.Item == label).Index;

    private LabelPrediction PredictionOf(string text, double[] probabilities)
    {
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return new LabelPrediction(
            text, labels[best], probabilities[best],
            labels.Zip(probabilities).OrderByDescending(pair => pair.Second).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))
        {
            Labels = setup.Labels == LabelKind.Several ? [.. labels.Where((_, label) => probabilities[label] >= 0.5)] : [labels[best]],
            Score = setup.Labels == LabelKind.Score ? ScoreBins.Of(labels).ScoreOf(probabilities) : null,
        };
    }

    private void Fill(BatchBuffer buffer, IReadOnlyList<int>[] texts)
    {
        long[] examples = [.. Enumerable.Range(0, texts.Length).Select(row => (long)row)];
        if (setup.IsApart)
        {
            PairSides[] pairs = [.. texts.Select(pair => PairSides.Of([.. pair.Select(id => (long)id)], vocabulary.EndOfTextId, setup.Context))];
            PairSides.Fill(buffer, examples, pairs, [], vocabulary, setup);
            return;
        }
        buffer.Begin(
            examples, [.. texts.Select(text => text.Count)], vocabulary.EndOfTextId, setup.Padding, hasTargetPerToken: false);
        foreach (var (row, ids) in texts.Index())
        {
            var places = buffer.IdsOf(row);
            for (var i = 0; i < ids.Count; i++)
                places[i] = ids[i];
            buffer.TargetsOf(row)[0] = ChunkSource.Ignored;
        }
        LabelledTexts.AddNgrams(buffer, setup.Ngrams);
    }
}

/// <summary>What a model predicts for a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The likeliest label.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="Probabilities">Those of all labels, the likeliest first.</param>
public sealed record LabelPrediction(string Text, string Label, double Probability, IReadOnlyDictionary<string, double> Probabilities)
{
    /// <summary>All labels that are likelier than not, where <c>data.labels</c> is <c>several</c>: there may be none. Elsewhere the likeliest alone.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [Label];

    /// <summary>The number that the model tells, where <c>data.labels</c> is <c>score</c>: the mean of the labels, which are numbers, under their probabilities. Null elsewhere.</summary>
    public double? Score { get; init; }
}
