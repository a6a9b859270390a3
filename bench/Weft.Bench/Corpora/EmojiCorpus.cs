using System.CommandLine;
using SkiaSharp;
using Weft.Foundation.Files;

namespace Weft.Bench.Corpora;

/// <summary>Cuts sheets of emoji into pictures with captions, for captioning: <c>emoji --data emoji/ --out FOLDER</c>. Skin tones that were not seen with an emoji are the test of <c>unseen-tones</c>; a
/// style that was not seen is that of <c>unseen-style</c>, with captions that all occur in the other styles.</summary>
internal static class EmojiCorpus
{
    private const int Side = 32;
    private const int InRow = 64;

    private static readonly string[] Styles = ["noto", "twemoji", "openmoji", "fluent"];

    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "The folder with captions.tsv and a sheet for each style.", Required = true };
        var output = new Option<string>("--out") { Description = "Where the folders unseen-tones and unseen-style go.", Required = true };
        var style = new Option<string>("--style") { Description = "The style that is held out.", DefaultValueFactory = _ => "twemoji" };
        var command = new Command("emoji", "Cut sheets of emoji into pictures with captions.") { data, output, style };
        command.SetAction(parsed =>
        {
            var (folder, held) = (parsed.GetRequiredValue(data), parsed.GetRequiredValue(style));
            var emoji = File.ReadLines(Path.Combine(folder, "captions.tsv")).Skip(1).Select(line => Emoji.Of(line.Split('\t'))).ToList();
            var pictures = Styles.ToDictionary(one => one, one => SKBitmap.Decode(Path.Combine(folder, $"{one}.png")), StringComparer.Ordinal);
            var target = parsed.GetRequiredValue(output);
            Write(Path.Combine(target, "unseen-tones"), "train", emoji.Where(one => one.Split == "train").SelectMany(one => one.In(Styles)), pictures);
            Write(Path.Combine(target, "unseen-tones"), "test", emoji.Where(one => one.Split == "test-composition").SelectMany(one => one.In(Styles)), pictures);
            var others = Styles.Where(one => one != held).ToArray();
            var both = emoji.Where(one => one.In([held]).Any() && one.In(others).Any()).ToList();
            Write(Path.Combine(target, "unseen-style"), "train", both.SelectMany(one => one.In(others)), pictures);
            Write(Path.Combine(target, "unseen-style"), "test", both.SelectMany(one => one.In([held])), pictures);
        });
        return command;
    }

    private static void Write(string folder, string split, IEnumerable<(string Style, int Cell, Emoji Emoji)> chosen, Dictionary<string, SKBitmap> sheets)
    {
        var lines = new List<string> { "image\tcaption" };
        foreach (var (style, cell, emoji) in chosen)
        {
            var name = $"{style}/{emoji.Code}.png";
            Directory.CreateDirectory(Path.Combine(folder, style));
            using var picture = new SKBitmap();
            if (!sheets[style].ExtractSubset(picture, SKRectI.Create(cell % InRow * Side, cell / InRow * Side, Side, Side)))
                throw new InvalidDataException($"The sheet {style} has no cell {cell}.");
            using var bytes = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
            using (var file = File.Create(Path.Combine(folder, name)))
                bytes.SaveTo(file);
            lines.Add($"{name}\t{emoji.Caption}");
        }
        AtomicFile.WriteText(Path.Combine(folder, $"{split}.tsv"), string.Join('\n', lines) + "\n");
        Console.WriteLine($"{folder}: {lines.Count - 1:N0} pictures in {split}");
    }

    /// <summary>An emoji.</summary>
    /// <param name="Code">Its code points.</param>
    /// <param name="Split">Its split.</param>
    /// <param name="Caption">Its name.</param>
    /// <param name="Cells">[styles] its cell on each sheet; -1 where it has none.</param>
    private sealed record Emoji(string Code, string Split, string Caption, int[] Cells)
    {
        public static Emoji Of(string[] fields) => new(fields[0], fields[1], fields[6], [.. fields[^Styles.Length..].Select(int.Parse)]);

        public IEnumerable<(string Style, int Cell, Emoji Emoji)> In(string[] styles) => Styles.Zip(Cells).Where(one => one.Second >= 0 && styles.Contains(one.First)).Select(one => (one.First, one.Second, this));
    }
}
