using System.Text.Json;
using System.Xml.Linq;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Reports;

public sealed class ReportFolderTests : IDisposable
{
    private static readonly string[] Figures = ["calibration", "confusion-matrix", "frequency-bands", "positions", "tags"];

    private static readonly LearningCurve Curve = new([new CurvePoint(1, 9), new CurvePoint(2, 8)], [new CurvePoint(2, 7.6)], IsOfTokens: true);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_report_has_a_json_file_tables_and_pictures_in_both_formats()
    {
        var path = _folder.File("evaluation");

        ReportFolder.Write(path, [SampleReport.Of("test")], Curve);

        Assert.Equal(["learning-curve.png", "learning-curve.svg", "test", "test.json"], Names(path));
        var expected = Figures.SelectMany(figure => new[] { figure + ".csv", figure + ".png", figure + ".svg" }).Append("confused-pairs.csv");
        Assert.Equal(expected.Order(StringComparer.Ordinal), Names(Path.Combine(path, "test")));
        Assert.All(Directory.GetFiles(path, "*.png", SearchOption.AllDirectories), AssertIsPicture);
        Assert.All(Directory.GetFiles(path, "*.svg", SearchOption.AllDirectories), file => Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName));
    }

    [Fact]
    public void The_json_file_gives_the_report_back()
    {
        var (path, report) = (_folder.File("evaluation"), SampleReport.Of("test"));
        ReportFolder.Write(path, [report], Curve);

        var back = WeftJson.ReadFile<EvaluationReport>(Path.Combine(path, "test.json"), "report");

        Assert.Equal(JsonSerializer.Serialize(report, WeftJson.OneLine), JsonSerializer.Serialize(back, WeftJson.OneLine));
    }

    [Fact]
    public void Tables_have_a_header_and_what_the_report_has()
    {
        var path = _folder.File("evaluation");
        ReportFolder.Write(path, [SampleReport.Of("test")], Curve);
        string[] Lines(string name) => File.ReadAllLines(Path.Combine(path, "test", name));

        Assert.Equal(["target,dog,\"a,b\",other", "dog,3,1,0", "\"a,b\",0,0,2", "other,1,0,3"], Lines("confusion-matrix.csv"));
        Assert.Equal(["target,predicted,count,targetTokens,share", "\"a,b\",cat,2,2,1", "dog,\"a,b\",1,4,0.25"], Lines("confused-pairs.csv"));
        Assert.Equal("from,to,types,tokens,correct,topFive,loss,perplexity,accuracy,topFiveAccuracy", Lines("frequency-bands.csv")[0]);
        Assert.Equal(["NN,8,2,4,1.5,", "VB,2,0,1,2.5,"], Lines("tags.csv")[1..].Select(line => line[..line.LastIndexOf(',')][..(line.IndexOf('.') + 3)]));
        Assert.Equal(2, Lines("positions.csv").Length - 1);
        Assert.Equal(15, Lines("calibration.csv").Length - 1);
        Assert.EndsWith(",0,0,,", Lines("calibration.csv")[1]);
    }

    [Fact]
    public void A_split_that_is_measured_again_is_replaced_and_others_stay()
    {
        var path = _folder.File("evaluation");
        ReportFolder.Write(path, [SampleReport.Of("validation"), SampleReport.Of("test") with { Step = 1 }], Curve);
        File.WriteAllText(Path.Combine(path, "test", "old.txt"), "of the report before");
        var before = File.ReadAllBytes(Path.Combine(path, "validation", "positions.png"));

        ReportFolder.Write(path, [SampleReport.Of("test") with { Step = 2, Tags = [] }], Curve);

        Assert.Equal(["learning-curve.png", "learning-curve.svg", "test", "test.json", "validation", "validation.json"], Names(path));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(path, "validation", "positions.png")));
        Assert.Contains("\"step\": 2", File.ReadAllText(Path.Combine(path, "test.json")));
        Assert.DoesNotContain(Names(Path.Combine(path, "test")), name => name is "old.txt" or "tags.csv" or "tags.png");
        Assert.Equal(["evaluation"], Names(_folder.Path));
    }

    [Fact]
    public void What_was_there_stays_when_writing_fails()
    {
        var path = _folder.File("evaluation");
        ReportFolder.Write(path, [SampleReport.Of("test") with { Step = 1 }], Curve);

        // A name that is no name of a file.
        Assert.Throws<ArgumentException>(() => ReportFolder.Write(path, [SampleReport.Of("test") with { Step = 2 }, SampleReport.Of("a/\0")], Curve));

        Assert.Contains("\"step\": 1", File.ReadAllText(Path.Combine(path, "test.json")));
        Assert.Equal(["evaluation"], Names(_folder.Path));
    }

    [Fact]
    public void Windows_that_overlap_have_a_folder_of_their_own()
    {
        var path = _folder.File("evaluation");

        ReportFolder.Write(path, [SampleReport.Of("test") with { Sliding = SampleReport.Of("test") }], Curve);

        Assert.Equal(Names(Path.Combine(path, "test")).Where(name => name != "sliding"), Names(Path.Combine(path, "test", "sliding")));
    }

    [Fact]
    public void A_training_without_evaluations_has_a_curve_too() =>
        ReportFolder.Write(_folder.File("evaluation"), [], new LearningCurve([], [], IsOfTokens: true));

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string?> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static void AssertIsPicture(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.InRange(bytes.Length, 5_000, 2_000_000);
    }
}
