using Weft.Tasks.Captioning;
using Weft.Text.Reading.Pictures;
using Weft.Training;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>Captions pictures, a line for each.</summary>
/// <param name="trained">The model.</param>
/// <param name="beams">How many beginnings of a caption are followed at once.</param>
internal sealed class PredictCaptions(LoadedModel trained, int beams)
{
    /// <summary>The field that <c>--data</c> gets.</summary>
    public const string Field = "caption";

    private readonly PictureCaptioner _captioner = trained.OpenCaptioner(beams);

    /// <summary>Captions pictures, each as soon as it is there.</summary>
    /// <param name="files">Their files.</param>
    /// <param name="output">Takes the captions.</param>
    /// <param name="stop">Ends it between two pictures.</param>
    public int Write(IEnumerable<string> files, CommandOutput output, CancellationToken stop)
    {
        var told = new List<ToldCaption>();
        foreach (var file in files)
        {
            if (stop.IsCancellationRequested)
                return ExitCodes.Interrupted;
            var caption = _captioner.Caption([file], stop)[0];
            output.Line(caption);
            if (output.WritesJson)
                told.Add(new ToldCaption(file, caption));
        }
        output.Result(new { Predictions = told });
        return ExitCodes.Done;
    }

    /// <summary>Captions the pictures that records name.</summary>
    /// <param name="folder">The folder of the records' file.</param>
    /// <param name="names">The paths from there on.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <returns>[names][1] the caption; null where none is named.</returns>
    public IReadOnlyList<object?[]?> Caption(string folder, IReadOnlyList<string> names, CancellationToken stop)
    {
        var captions = new Queue<string>(_captioner.Caption([.. names.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => FileOf(folder, name))], stop));
        return [.. names.Select(name => string.IsNullOrWhiteSpace(name) ? null : new object?[] { captions.Dequeue() })];
    }

    private static string FileOf(string folder, string name) => PictureRecord.NameOf(name) is { } within
        ? Path.Combine(folder, within)
        : throw new InvalidDataException($"The path '{name}' leaves the folder of the file, {folder}. Put pictures into it or below it, and name them from there on.");

    /// <summary>A picture as <c>--json</c> has it.</summary>
    private sealed record ToldCaption(string Image, string Caption);
}
