using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>
/// Keeps records that a program gives, which may come only once, in files that can be read again: the same records are the same files.
/// A run that is trained on them goes on and is measured without the program.
/// </summary>
internal static class GivenRecords
{
    /// <summary>The field of the texts: what <c>data.field</c> is to be.</summary>
    public const string TextField = "text";

    /// <summary>The field of the labels: what <c>data.label</c> is to be where they are learnt.</summary>
    public const string LabelField = "label";

    /// <summary>The field of second texts: what <c>data.second</c> is to be where a record is two texts.</summary>
    public const string SecondField = "second";

    /// <summary>The field of the answers: what <c>data.answer</c> is to be where they are learnt.</summary>
    public const string AnswersField = "answers";

    /// <summary>The field of the first answer's place: what <c>data.start</c> is to be.</summary>
    public const string StartField = "start";

    private const string FolderName = "given";
    private const string Undivided = "texts.jsonl";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the records, each a JSON line; those of a split into a file that is named as the split.</summary>
    /// <param name="records">Read once, to the end.</param>
    /// <param name="dataFolder">Where data is kept.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>The folder, named by what is in it: what <c>data.source</c> is to be.</returns>
    /// <exception cref="InvalidDataException">There is no record, or the text of one is missing or not valid UTF-16.</exception>
    public static string Keep(IEnumerable<TextRecord> records, string dataFolder, CancellationToken stop = default)
    {
        var place = Path.Combine(Path.GetFullPath(dataFolder), FolderName);
        Durable.CreateFolder(place);
        var beside = TemporaryNames.Beside(Path.Combine(place, "texts"));
        try
        {
            AtomicFolder.Create(beside, folder => Write(records, folder, stop));
            var path = Path.Combine(place, $"texts-{HashOf(beside)[..16]}");
            if (!Directory.Exists(path))
                Move(beside, path);
            return path;
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    /// <summary>What to say where kept records are not there any more; null where a path is none of theirs.</summary>
    /// <param name="path">The missing folder's full path.</param>
    public static string? Lost(string path) => Path.GetFileName(path).StartsWith("texts-", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(path)) == FolderName
        ? $"The texts that a program gave were kept in {path}, and are not there any more.{Environment.NewLine}"
            + "Give the same ones again: TrainingBuilder.UseTexts before Resume, or OpenOptions.Texts to measure."
        : null;

    private static void Write(IEnumerable<TextRecord> records, string folder, CancellationToken stop)
    {
        var files = new Dictionary<Split, FileStream>();
        var number = 0L;
        var isDivided = false;
        try
        {
            foreach (var record in records)
            {
                stop.ThrowIfCancellationRequested();
                number++;
                isDivided |= record?.Split is not null;
                Write(record, number, FileOf(files, folder, record?.Split ?? Split.Train));
            }
            foreach (var file in files.Values)
                file.Flush(flushToDisk: true);
        }
        finally
        {
            foreach (var file in files.Values)
                file.Dispose();
        }
        if (number == 0)
            throw new InvalidDataException("There are no texts to train on: not one record was given.");
        if (!isDivided)
            File.Move(PathOf(folder, Split.Train), Path.Combine(folder, Undivided));
    }

    private static FileStream FileOf(Dictionary<Split, FileStream> files, string folder, Split split) =>
        files.TryGetValue(split, out var file) ? file : files[split] = File.Create(PathOf(folder, split));

    private static string PathOf(string folder, Split split) => Path.Combine(folder, $"{split.ToString().ToLowerInvariant()}.jsonl");

    private static void Write(TextRecord? record, long number, FileStream file)
    {
        if (record?.Text is not { } text)
            throw new InvalidDataException($"Record {number} has no text: it is null. Leave it out, or give an empty text.");
        RequireUtf16(text, "text", number);
        RequireUtf16(record.Label ?? "", "label", number);
        RequireUtf16(record.Second ?? "", "second text", number);
        foreach (var answer in record.Answers ?? [])
            RequireUtf16(answer, "answer", number);
        using (var json = new Utf8JsonWriter(file, Plain))
        {
            json.WriteStartObject();
            json.WriteString(TextField, text);
            if (record.Label is { } label)
                json.WriteString(LabelField, label);
            if (record.Second is { } second)
                json.WriteString(SecondField, second);
            if (record.Answers is { } answers)
                Write(answers, record.Start, json);
            json.WriteEndObject();
        }
        file.WriteByte((byte)'\n');
    }

    private static void Write(IReadOnlyList<string> answers, int? start, Utf8JsonWriter json)
    {
        json.WriteStartArray(AnswersField);
        foreach (var answer in answers)
            json.WriteStringValue(answer);
        json.WriteEndArray();
        if (start is { } place)
            json.WriteNumber(StartField, place);
    }

    private static void RequireUtf16(string text, string what, long number)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidDataException($"The {what} of record {number} is not valid UTF-16: there is half of a pair at character {e.Index}. Cut texts between characters.", e);
        }
    }

    private static void Move(string folder, string path)
    {
        try
        {
            Directory.Move(folder, path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            // Another process kept the same records meanwhile.
        }
    }

    private static string HashOf(string folder) => Hashes.Sha256(string.Join('\n', Directory.EnumerateFiles(folder)
        .Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Hashes.Sha256OfFile(file)}")));
}
