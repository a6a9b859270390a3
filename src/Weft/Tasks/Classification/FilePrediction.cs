using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading.Records;
using Weft.Text.Reading.Records.Extending;

namespace Weft.Tasks.Classification;

/// <summary>
/// Labels the records of a file, tags their words or answers their questions: they are written in their order, with fields for what is predicted. Records come a
/// window at a time, and within it texts of like length make batches, so that there is little padding; memory does not grow with the file.
/// </summary>
/// <param name="predict">Gives the values of the new fields for texts; null where a text has no token.</param>
/// <param name="fields">How many new fields there are.</param>
internal sealed class FilePrediction(Func<IReadOnlyList<string>, CancellationToken, IReadOnlyList<object?[]?>> predict, int fields)
{
    // A window ends with the record that fills one of these.
    private const int WindowCharacters = 8 << 20;

    /// <summary>Labels with a classifier.</summary>
    /// <param name="classifier">What predicts.</param>
    /// <param name="top">How many labels.</param>
    public FilePrediction(TextClassifier classifier, int top)
        : this((texts, stop) => [.. classifier.Predict(texts, stop).Select(prediction => Values(prediction, top))], 2 * top)
    {
    }

    /// <summary>The name of the new field where numbers are told, or several labels.</summary>
    public const string OnlyField = "prediction";

    /// <summary>Writes the numbers that a model tells.</summary>
    public static FilePrediction OfScores(TextClassifier classifier) =>
        new((texts, stop) => [.. classifier.Predict(texts, stop).Select(prediction => prediction is null ? null : new object?[] { prediction.Score })], fields: 1);

    /// <summary>Writes all labels that are likelier than not, as training reads them.</summary>
    public static FilePrediction OfSeveral(TextClassifier classifier) =>
        new((texts, stop) => [.. classifier.Predict(texts, stop).Select(prediction => prediction is null ? null : new object?[] { LabelSet.Of(prediction.Labels) })], fields: 1);

    /// <summary>Records in a window, at most.</summary>
    public int WindowRecords { get; init; } = 2048;

    /// <summary>The names of the new fields: <c>prediction</c>, <c>probability</c>, <c>prediction2</c>, <c>probability2</c>, …</summary>
    public static IReadOnlyList<string> FieldsOf(int top, string name = "prediction") =>
        [.. Enumerable.Range(1, top).Select(place => place == 1 ? "" : $"{place}").SelectMany(place => new[] { $"{name}{place}", $"probability{place}" })];

    /// <summary>Labels all records.</summary>
    /// <param name="records">The records, with the <see cref="FieldsOf"/> so many labels.</param>
    /// <param name="into">Takes them; not closed.</param>
    /// <param name="progress">Hears how far it has come, in bytes; null needs nobody to hear it.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <exception cref="InvalidDataException">A record cannot be read, or not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public LabelledRecords Write(ExtensibleRecords records, TextWriter into, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        const string What = "labelling";
        var (count, empty) = (0L, 0L);
        try
        {
            if (records.Header is { } header)
                into.Write(Line(header));
            foreach (var window in Windows(records))
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report(new WorkProgress(What, records.Position, records.Length, "bytes"));
                var predictions = predict([.. window.Select(record => record.Text.Text!)], stop);
                into.Write(string.Concat(window.Zip(predictions, (record, prediction) => Line(records.Extend(record, prediction ?? new object?[fields])))));
                count += window.Count;
                empty += predictions.Count(prediction => prediction is null);
            }
        }
        finally
        {
            progress?.End(What);
        }
        return new LabelledRecords(count, empty);

        // Files have the same bytes on all systems.
        static string Line(string line) => line + "\n";
    }

    private IEnumerable<List<WholeRecord>> Windows(ExtensibleRecords records)
    {
        var window = new List<WholeRecord>();
        var characters = 0L;
        foreach (var record in records.Read())
        {
            window.Add(record);
            characters += record.Raw.Length;
            if (window.Count < WindowRecords && characters < WindowCharacters)
                continue;
            yield return window;
            (window, characters) = ([], 0);
        }
        if (window.Count > 0)
            yield return window;
    }

    private static object?[]? Values(LabelPrediction? prediction, int top) => prediction is null
        ? null
        : [.. prediction.Probabilities.Take(top).SelectMany(label => new object?[] { label.Key, label.Value })];
}

/// <summary>What became of the records of a file.</summary>
/// <param name="Count">How many were written.</param>
/// <param name="Empty">How many of them have no token, and so no label.</param>
internal sealed record LabelledRecords(long Count, long Empty);
