using System.Numerics.Tensors;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Corpora.Files;
using Weft.Text.Reading;
using Weft.Text.Reading.Records.Extending;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Finds the texts of a file that belong to others, by the vectors of a model that reads texts apart.</summary>
/// <param name="path">The file.</param>
/// <param name="format">Its format.</param>
/// <param name="field">Its field of the text; null for that of the run's second texts.</param>
/// <param name="queries">What is looked for.</param>
/// <param name="top">How many texts are told for each.</param>
internal sealed class PredictNearest(string path, TextFormat format, string? field, string[] queries, int top)
{
    // So many texts are read and turned into vectors at once.
    private const int AtOnce = 4096;

    /// <summary>Checks what was given.</summary>
    public static PredictNearest Read(string among, string? field, string[] queries, int top, Problems problems)
    {
        if (queries.Length == 0)
            problems.Add("--among needs texts to look for: give one or more with --text.");
        if (!KnownEndings.TryFormatOf(among, out var format) || format is not (TextFormat.Text or TextFormat.Csv or TextFormat.Tsv or TextFormat.JsonLines))
            problems.Add($"--among is {among}; it must be a file of texts, a line each, or a .csv, .tsv or .jsonl file, also with .gz.");
        return new PredictNearest(Path.GetFullPath(among), format, field, queries, top);
    }

    /// <summary>Finds them.</summary>
    public int Predict(Func<Action<string>, IWorkers, LoadedModel> open, CommandOutput output)
    {
        RegularFile.Require(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file {path}.", path);
        using var signals = new StopSignals();
        using var trained = PredictCommand.Load(open, output);
        var vectors = trained.OpenVectors();
        var wanted = vectors.Of(queries, signals.Token);
        var nearest = Array.ConvertAll(wanted, _ => new PriorityQueue<FoundText, double>());
        foreach (var texts in Texts(trained).Chunk(AtOnce))
        {
            foreach (var (text, vector) in texts.Zip(vectors.Of(texts, signals.Token)))
            {
                for (var query = 0; query < wanted.Length; query++)
                {
                    var cosine = TensorPrimitives.Dot<float>(wanted[query], vector);
                    nearest[query].Enqueue(new FoundText(text, cosine), cosine);
                    if (nearest[query].Count > top)
                        nearest[query].Dequeue();
                }
            }
        }
        Tell([.. queries.Zip(nearest, (query, found) => new Query(query, [.. found.UnorderedItems.Select(item => item.Element).OrderByDescending(text => text.Cosine)]))], output);
        return ExitCodes.Done;
    }

    private IEnumerable<string> Texts(LoadedModel trained)
    {
        var data = trained.Options.Data;
        var options = data.ToReading() with { Field = field ?? data.Second, Second = null, Label = null, AreSettings = false };
        using var records = ExtensibleRecords.Open(path, format, options, new ReadingCounts(), []);
        foreach (var record in records.Read())
        {
            if (!string.IsNullOrWhiteSpace(record.Text.Text))
                yield return record.Text.Text;
        }
    }

    private static void Tell(IReadOnlyList<Query> queries, CommandOutput output)
    {
        foreach (var (number, query) in queries.Index())
        {
            if (number > 0)
                output.Line("");
            foreach (var text in query.Found)
                output.Line($"{text.Cosine:F4}\t{TokenLossTable.Escape(text.Text)}");
        }
        output.Result(new { Queries = queries });
    }

    /// <param name="Text">What was looked for.</param>
    /// <param name="Found">The nearest texts, the nearest first.</param>
    private sealed record Query(string Text, IReadOnlyList<FoundText> Found);

    /// <param name="Text">The text.</param>
    /// <param name="Cosine">How near it is.</param>
    private sealed record FoundText(string Text, double Cosine);
}
