using SkiaSharp;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Reading;
using Weft.Text.Reading.Pictures;

namespace Weft.Text.Corpora.Named;

/// <summary>Pictures of one to three shapes with their captions, which Weft draws itself when they are first asked for: the corpus for captioning that needs no download.</summary>
internal sealed record ShapesCorpus() : NamedCorpus("shapes")
{
    // Other rules by which pictures are drawn are another corpus.
    private const string Folder = "shapes-1";
    private const int MostOfProgress = 100;

    private static readonly (Split Split, string Name, int Pictures)[] Parts = [(Split.Train, "train", 4000), (Split.Validation, "val", 400), (Split.Test, "test", 400)];

    /// <inheritdoc />
    public override TextCorpus Locate(CorpusOptions options, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var folder = Path.GetFullPath(Path.Combine(options.DataFolder, Folder));
        if (!Directory.Exists(folder))
        {
            PictureDecoder.Require();
            AtomicFolder.Create(folder, beside => Draw(beside, progress, stop));
        }
        return new TextCorpus(Name, [.. Parts.Select(part => new TextSource(Path.Combine(folder, $"{part.Name}.tsv"), TextFormat.Tsv, part.Split))]);
    }

    private static void Draw(string folder, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var (done, all) = (0, Parts.Sum(part => part.Pictures));
        foreach (var (_, name, count) in Parts)
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            var lines = new List<string> { $"{PictureRecord.ImageField}\t{PictureRecord.CaptionField}" };
            for (var number = 1; number <= count; number++)
            {
                stop.ThrowIfCancellationRequested();
                var (picture, file) = (ShapePicture.Of(name, number), $"{name}/{number:D4}.png");
                using (var image = picture.Draw())
                using (var bytes = image.Encode(SKEncodedImageFormat.Png, quality: 100))
                    AtomicFile.Write(Path.Combine(folder, file), bytes.SaveTo);
                lines.AddRange(picture.Captions.Select(caption => $"{file}\t{caption}"));
                if (++done % MostOfProgress == 0)
                    progress?.Report(new WorkProgress("drawing pictures", done, all, "pictures"));
            }
            AtomicFile.WriteText(Path.Combine(folder, $"{name}.tsv"), string.Join('\n', lines) + "\n");
        }
    }
}
