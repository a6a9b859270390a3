namespace Weft.Tasks.Classification;

/// <summary>
/// Which words moved a decision: what becomes of the probability of the predicted label when one word is left out and all others stay (occlusion,
/// as Zeiler and Fergus 2014 do with parts of pictures, and Li, Monroe and Jurafsky 2016 with words). It tells what the model reacts to, and
/// neither why nor whether rightly: two words that say the same hide one another.
/// </summary>
/// <param name="classifier">What predicts.</param>
internal sealed class Occlusion(TextClassifier classifier)
{
    /// <summary>Words that are told of at most.</summary>
    public const int MostWords = 10;

    // What is less would be shown as -0.000.
    private const double SmallestDrop = 0.0005;

    /// <summary>The words that a prediction would be less probable without, the most important first.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<LeftOutWord> Explain(LabelPrediction prediction, CancellationToken stop = default)
    {
        var ids = classifier.Encode(prediction.Text);
        var names = classifier.NamesOf(prediction.Text, ids);
        // What is seen of a pair is not its beginning alone.
        var most = classifier.Setup.Task == TaskKind.Matching ? ids.Count : classifier.Setup.Context;
        // The only word of a text is not left out: what remains would be no text.
        int[] places = names.Count(name => name.Length > 0) > 1
            ? [.. Enumerable.Range(0, Math.Min(most, ids.Count)).Where(place => names[place].Length > 0)]
            : [];
        var label = classifier.ClassOf(prediction.Label);
        var probabilities = classifier.ProbabilitiesOf([.. places.Select(Without)], stop);
        return
        [
            .. places.Zip(probabilities, (place, others) => new LeftOutWord(names[place], others![label] - prediction.Probability))
                .Where(word => word.Change <= -SmallestDrop).OrderBy(word => word.Change).Take(MostWords),
        ];

        // Where a text is longer than what the model sees, the word behind moves up.
        IReadOnlyList<int> Without(int place) => classifier.Seen([.. ids.Where((_, other) => other != place)]);
    }
}

/// <summary>A word of a text, or a token where tokens are no words.</summary>
/// <param name="Word">The word.</param>
/// <param name="Change">The predicted label's probability without it, minus that with it.</param>
internal sealed record LeftOutWord(string Word, double Change);
