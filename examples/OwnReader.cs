using Weft.Text.Reading;

namespace Weft.Examples;

/// <summary>A reader of one's own: diaries, in which a line with an equals sign begins each day.</summary>
internal static class OwnReader
{
    public static void Run(string run)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllLines(Path.Combine(folder, "mine.diary"), Enumerable.Range(1, 300).Select(day => $"= day {day}\nIt rained, and I read {day % 7} pages."));

        using var model = new TrainingBuilder { Data = folder, Steps = Example.Steps }.UseReader(new Diaries()).Train(run);
        Console.WriteLine(model.Generate("It rained"));
    }

    private sealed class Diaries : IRecordReader
    {
        public bool Reads(string path) => path.EndsWith(".diary", StringComparison.Ordinal);

        public IEnumerable<TextRecord> Read(string path) =>
            File.ReadAllText(path).Split("= ", StringSplitOptions.RemoveEmptyEntries).Select(day => new TextRecord(day));
    }
}
