using System.IO.Compression;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Text.Corpora.Files;
using Weft.Text.Reading;
using Weft.Text.Reading.Compression;
using Weft.Text.Reading.Records.Extending;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Labels the records of a file.</summary>
internal sealed class PredictFile
{
    private const string Tags = "tags";
    private const string Answers = "answers";
    private const string Known = ".csv, .tsv, .jsonl and .ndjson, also with .gz";

    private readonly string _path;
    private readonly TextFormat _format;
    private readonly string? _field;
    private readonly string? _out;
    private readonly int _top;

    private PredictFile(string path, TextFormat format, string? field, string? file, int top) => (_path, _format, _field, _out, _top) = (path, format, field, file, top);

    /// <summary>Whether the records go to a file, and not to standard output.</summary>
    public bool HasFile => _out is not null;

    /// <summary>Checks what was given; null where there is no file to label.</summary>
    /// <param name="data">The file, or null.</param>
    /// <param name="field">Its field of the text; null for that of the run.</param>
    /// <param name="file">Where the records go; null for standard output.</param>
    /// <param name="top">How many labels.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static PredictFile? Read(string? data, string? field, string? file, int top, Problems problems)
    {
        if (data is null)
        {
            foreach (var option in new[] { (Name: "--field", Value: field), (Name: "--out", Value: file) }.Where(option => option.Value is not null))
                problems.Add($"{option.Name} is about the records of a file. Name the file: --data FILE.");
            return null;
        }
        problems.Require(field is null || !string.IsNullOrWhiteSpace(field), "--field", field, "name the field of the text");
        if (!KnownEndings.TryFormatOf(data, out var format) || !(HasRecords(format) || format == TextFormat.Text))
            problems.Add(Unknown(data));
        else if (file is not null && KnownEndings.TryFormatOf(file, out var other) && other != TextFormat.Text && other != format)
            problems.Add($"--out is {file}, and the records stay as they are in {data}. Name a file with the ending {KnownEndings.Of(data)}.");
        return new PredictFile(Path.GetFullPath(data), format, field, file is null ? null : Path.GetFullPath(file), top);
    }

    /// <summary>Labels all records.</summary>
    public int Predict(Func<Action<string>, IWorkers, LoadedModel> open, CommandOutput output)
    {
        RegularFile.Require(_path);
        if (!File.Exists(_path))
            throw new FileNotFoundException($"There is no file {_path}.", _path);
        if (_out is not null)
            RequireOut(_out);
        using var signals = new StopSignals();
        var counts = new ReadingCounts();
        using var trained = PredictCommand.Load(open, output);
        var (what, prediction, fields) = Open(trained);
        var options = trained.Options.Data.ToReading() with { Label = null, HasAnswers = false, AreSettings = false };
        using var records = ExtensibleRecords.Open(_path, _format, _field is null ? options : options with { Field = _field }, counts, fields);
        var labelled = _out is null
            ? prediction.Write(records, output.Results, progress: null, signals.Token)
            : Displays.Show(output, display => Write(prediction, records, _out, display, signals.Token));
        Warn(labelled, counts, what, output.Errors);
        if (_out is not null)
            output.Line($"{labelled.Count:N0} {(HasRecords(_format) ? "records" : "lines")} with their {what} are in {_out}");
        output.Result(new { Out = _out, Records = labelled.Count, WithoutToken = labelled.Empty, PassedOver = counts.SkippedRecords });
        return ExitCodes.Done;
    }

    // What is predicted, what predicts it, and the fields that it goes to.
    private (string What, FilePrediction Prediction, IReadOnlyList<string> Fields) Open(LoadedModel trained)
    {
        if (trained.Options.Task == TaskKind.Tagging)
        {
            PredictTags.Require(_top, explains: false);
            return (Tags, new FilePrediction(new PredictTags(trained).Tag, fields: 1), [PredictTags.Field]);
        }
        if (!HasRecords(_format))
            throw new ConfigurationException(Unknown(_path));
        if (trained.Options.Task == TaskKind.Answering)
            return (Answers, new FilePrediction(new PredictAnswers(trained, _top).Answer, 2 * _top), PredictAnswers.FieldsOf(_top));
        var top = Math.Min(_top, trained.Labels.Count);
        return ("labels", new FilePrediction(PredictTexts.Open(trained), top), FilePrediction.FieldsOf(top));
    }

    private static LabelledRecords Write(FilePrediction prediction, ExtensibleRecords records, string path, IDisplay display, CancellationToken stop)
    {
        LabelledRecords? labelled = null;
        AtomicFile.Write(path, stream =>
        {
            using var packed = Gzip.IsPacked(path) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var text = new StreamWriter(packed ?? stream, StrictUtf8.Encoding, bufferSize: 1 << 16, leaveOpen: true);
            labelled = prediction.Write(records, text, display, stop);
        });
        return labelled!;
    }

    /// <summary>Finds out before anything is loaded whether the file can be written.</summary>
    private static void RequireOut(string path)
    {
        if (!WeftFolders.CanWrite(Path.GetDirectoryName(AtomicFile.TargetOf(path))!))
            throw new IOException($"{path} cannot be written. Name another file: --out FILE");
    }

    private static void Warn(LabelledRecords labelled, ReadingCounts counts, string what, TextWriter errors)
    {
        if (labelled.Empty > 0)
            errors.WriteLine($"{(what == Tags ? "Texts without a word to tag" : $"Records without a word to tell {(what == Answers ? "an answer" : "a label")} from")}: {labelled.Empty:N0}. Their prediction is empty.");
        if (counts.SkippedRecords.Count > 0)
            errors.WriteLine(ReadingCounts.SkippedOf(counts.SkippedRecords));
        if (counts.ReplacedSequences > 0)
            errors.WriteLine($"Sequences that are not UTF-8: {counts.ReplacedSequences:N0}. U+FFFD stands in their place.");
    }

    private static string Unknown(string data) =>
        $"--data is {data}; weft predict reads {Known}, and of taggers text. Name such a file, or give texts on standard input, one a line.";

    private static bool HasRecords(TextFormat format) => format is TextFormat.Csv or TextFormat.Tsv or TextFormat.JsonLines;
}
