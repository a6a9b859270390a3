using System.Text.RegularExpressions;

namespace Weft.Tests.Architecture;

/// <summary>One folder is one room, and a room uses only those above it.</summary>
public partial class RoomOrderTests
{
    // The root of the library: the few types that a program meets first.
    private const string FrontDoor = "";

    private static readonly string[] Rooms =
    [
        "Foundation", "Runtime", "Text", "Data", "Sampling", "Kernels", "Modeling", "Optimization", "Workers", "Evaluation", "Tasks", "Runs", "Training", "Generation", "Experiments", FrontDoor,
    ];

    private const int Milliseconds = 5_000;

    // Where code within Weft names a sub-folder of a room, or a type of its own: Sampling.Dynamic.PlanReport, Runtime.Precision.Auto.
    private static readonly Regex FromWithin = new(
        $@"(?<![\w.])(?<name>{string.Join('|', Rooms.Where(room => room != FrontDoor))})\.({string.Join('|', NamesWithinRooms())})\.[A-Z]",
        RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(Milliseconds));

    [Fact]
    public void Every_file_of_the_library_is_in_a_room() =>
        Assert.All(Repository.SourcesBelow("src/Weft"), file => Assert.Contains(RoomOf(file.Path), Rooms));

    [Fact]
    public void A_room_uses_only_the_rooms_above_it()
    {
        var sources = Repository.SourcesBelow("src/Weft");
        var violations = sources.SelectMany(file => RoomsUsedIn(file.Text)
            .Where(used => Array.IndexOf(Rooms, used) > Array.IndexOf(Rooms, RoomOf(file.Path)))
            .Select(used => $"{file.Path} uses {used}"));

        Assert.Empty(violations);
        // The scan sees what is there.
        Assert.Contains("Modeling", sources.Where(file => RoomOf(file.Path) == "Training").SelectMany(file => RoomsUsedIn(file.Text)));
    }

    [Fact]
    public void The_folders_of_a_room_use_one_another_in_one_direction()
    {
        var sources = Repository.SourcesBelow("src/Weft");
        var uses = sources.Where(file => file.Path.Split('/').Length > 2).SelectMany(file => FoldersUsedIn(file)).Distinct().ToHashSet();
        var seen = uses.Count;

        // Whatever uses nothing that is left goes, until nothing is left, or a circle.
        while (uses.RemoveWhere(use => !uses.Any(other => other.From == use.To)) > 0)
        {
        }

        Assert.Empty(uses);
        Assert.InRange(seen, 10, 200);
    }

    [Theory]
    [InlineData("using Weft.Training;", "Training")]
    [InlineData("using static Weft.Runs.Options.PresetLayers;", "Runs")]
    [InlineData("using Name = Weft.Generation.TextStream;", "Generation")]
    [InlineData("var x = new Weft.Data.Batching.Batch(a, b);", "Data")]
    [InlineData("var x = Text.Vocabularies.VocabularyFile.Load(p);", "Text")]
    [InlineData("var x = Sampling.Dynamic.PlanReport.None;", "Sampling")]
    [InlineData("var x = Runs.Settings.SettingsSchema.Of(y);", "Runs")]
    [InlineData("/// <see cref=\"Training.TrainingRun\"/>", null)]
    [InlineData("options.Training.Batch", null)]
    [InlineData("namespace Weft.Text.Reading;", null)]
    public void The_scan_knows_each_way_to_use_a_room(string line, string? room) =>
        Assert.Equal(room is null ? [] : [room], RoomsUsedIn(line).Distinct());

    [Theory]
    [InlineData("src/Weft", "Weft")]
    [InlineData("src/Weft.Cli", "Weft.Cli")]
    public void A_namespace_is_its_folder(string folder, string root)
    {
        var wrong = Repository.SourcesBelow(folder)
            .Select(file => (file.Path, Found: Namespace().Match(file.Text).Groups["name"].Value, Wanted: NamespaceOf(root, file.Path)))
            .Where(file => file.Found != file.Wanted && file.Path != "Program.cs")
            .Select(file => $"{file.Path} has the namespace {file.Found}, not {file.Wanted}");

        Assert.Empty(wrong);
    }

    /// <summary>The folders of all rooms, and the files that stand in a room itself, which are named as their types.</summary>
    private static IEnumerable<string> NamesWithinRooms() => Repository.SourcesBelow("src/Weft")
        .Select(file => file.Path.Split('/')).Where(path => path.Length > 1)
        .SelectMany(path => path.Length == 2 ? [Path.GetFileNameWithoutExtension(path[1])] : path[1..^1]).Distinct().Order(StringComparer.Ordinal);

    private static string RoomOf(string path) => path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : FrontDoor;

    private static string NamespaceOf(string root, string path) => string.Join('.', path.Split('/')[..^1].Prepend(root));

    /// <summary>Rooms named in full, and sub-namespaces of rooms named from within Weft; comments do not count.</summary>
    private static IEnumerable<string> RoomsUsedIn(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal))
        .SelectMany(line => InFull().Matches(line).Concat(FromWithin.Matches(line)))
        .Select(match => match.Groups["name"].Value)
        .Where(Rooms.Contains);

    private static IEnumerable<(string From, string To)> FoldersUsedIn((string Path, string Text) file)
    {
        var (room, folder) = (file.Path.Split('/')[0], file.Path.Split('/')[1]);
        return file.Text.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Folder().Matches(line))
            .Where(match => match.Groups["room"].Value == room && match.Groups["folder"].Value != folder)
            .Select(match => ($"{room}.{folder}", $"{room}.{match.Groups["folder"].Value}"));
    }

    [GeneratedRegex(@"\bWeft\.(?<room>[A-Z]\w+)\.(?<folder>[A-Z]\w+)", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Folder();

    [GeneratedRegex(@"\bWeft\.(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex InFull();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Namespace();
}
