using System.IO.Compression;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Text;
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
    private const string Known = ".csv, .tsv, .jsonl and .ndjson, also with .gz";

    private readonly string _path;
    private readonly TextFormat _format;
    private readonly string? _field;
    private readonly string? _out;
    private readonly PredictionWish _wish;

    private PredictFile(string path, TextFormat format, string? field, string? file, PredictionWish wish) => (_path, _format, _field, _out, _wish) = (path, format, field, file, wish);

    /// <summary>Whether the records go to a file, and not to standard output.</summary>
    public bool HasFile => _out is not null;

    /// <summary>Checks what was given; null where there is no file to label.</summary>
    /// <param name="data">The file, or null.</param>
    /// <param name="field">Its field of the text; null for that of the run.</param>
    /// <param name="file">Where the records go; null for standard output.</param>
    /// <param name="wish">What is told of each record.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static PredictFile? Read(string? data, string? field, string? file, PredictionWish wish, Problems problems)
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
        return new PredictFile(Path.GetFullPath(data), format, field, file is null ? null : Path.GetFullPath(file), wish);
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
        _wish.RequireFor(trained.Options);
        var (prediction, fields, what, toDo) = AnswersOf(trained);
        var isOfLines = trained.Options.Task is TaskKind.Tagging or TaskKind.Translation;
        if (!isOfLines && !HasRecords(_format))
            throw new ConfigurationException(Unknown(_path));
        var options = trained.Options.Data.ToReading() with { Label = null, HasAnswers = false, AreSettings = false };
        // There is one text where its translation is looked for, and of a picture there is its path.
        options = trained.Options.Task is TaskKind.Translation or TaskKind.Captioning ? options with { Second = null, ImageSize = 0 } : options;
        using var records = ExtensibleRecords.Open(_path, _format, _field is null ? options : options with { Field = _field }, counts, fields);
        var labelled = _out is null
            ? prediction.Write(records, output.Results, progress: null, signals.Token)
            : Displays.Show(output, display => Write(prediction, records, _out, display, signals.Token));
        Warn(labelled, counts, isOfLines ? $"Texts without a word to {toDo}" : trained.Options.Task == TaskKind.Captioning ? "Records without a picture to caption" : $"Records without a word to tell {(trained.Options.Task == TaskKind.Answering ? "an answer" : "a label")} from", output.Errors);
        if (_out is not null)
            output.Line($"{labelled.Count:N0} {(HasRecords(_format) ? "records" : "lines")} with their {what} are in {_out}");
        output.Result(new { Out = _out, Records = labelled.Count, WithoutToken = labelled.Empty, PassedOver = counts.SkippedRecords });
        return ExitCodes.Done;
    }

    /// <summary>What answers, the fields of its answers, and in words what these are and what is done.</summary>
    private (FilePrediction Prediction, IReadOnlyList<string> Fields, string What, string ToDo) AnswersOf(LoadedModel trained)
    {
        var top = Math.Min(_wish.Top, trained.Labels.Count);
        var captions = trained.Options.Task == TaskKind.Captioning ? new PredictCaptions(trained, _wish.BeamWidth) : null;
        return trained.Options.Task switch
        {
            TaskKind.Tagging => (new FilePrediction(new PredictTags(trained).Tag, fields: 1), [PredictTags.Field], "tags", "tag"),
            TaskKind.Translation => (new FilePrediction(new PredictTranslations(trained, _wish.BeamWidth).Translate, fields: 1), [PredictTranslations.Field], "translations", "translate"),
            TaskKind.Captioning => (new FilePrediction((names, stop) => captions!.Caption(Path.GetDirectoryName(_path)!, names, stop), fields: 1), [PredictCaptions.Field], "captions", "caption"),
            TaskKind.Answering => (new FilePrediction(new PredictAnswers(trained, _wish.Top).Answer, 2 * _wish.Top), PredictAnswers.FieldsOf(_wish.Top), "answers", "answer"),
            _ when trained.Options.Data.Labels == LabelKind.Score => (FilePrediction.OfScores(PredictTexts.Open(trained)), [FilePrediction.OnlyField], "scores", "score"),
            _ when trained.Options.Data.Labels == LabelKind.Several && top == 1 => (FilePrediction.OfSeveral(PredictTexts.Open(trained)), [FilePrediction.OnlyField], "labels", "label"),
            _ => (new FilePrediction(PredictTexts.Open(trained), top), FilePrediction.FieldsOf(top), "labels", "label"),
        };
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

    private static void Warn(LabelledRecords labelled, ReadingCounts counts, string empty, TextWriter errors)
    {
        if (labelled.Empty > 0)
            errors.WriteLine($"{empty}: {labelled.Empty:N0}. Their prediction is empty.");
        if (counts.SkippedRecords.Count > 0)
            errors.WriteLine(ReadingCounts.SkippedOf(counts.SkippedRecords));
        if (counts.ReplacedSequences > 0)
            errors.WriteLine($"Sequences that are not UTF-8: {counts.ReplacedSequences:N0}. U+FFFD stands in their place.");
    }

    private static string Unknown(string data) =>
        $"--data is {data}; weft predict reads {Known}, and of taggers and translators text. Name such a file, or give texts on standard input, one a line.";

    private static bool HasRecords(TextFormat format) => format is TextFormat.Csv or TextFormat.Tsv or TextFormat.JsonLines;
}
