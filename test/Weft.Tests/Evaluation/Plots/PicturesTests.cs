using System.Xml.Linq;
using Weft.Evaluation.Plots;
using Weft.Tests.Architecture;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Plots;

public sealed class PicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Picture => _folder.File("loss");

    private string Note => _folder.File(Pictures.Note);

    [Fact]
    public void This_program_can_draw() => Assert.True(Pictures.CanBeDrawn);

    [Fact]
    public void Where_nothing_can_be_drawn_a_note_says_what_is_missing_and_how_it_comes()
    {
        Pictures.Write(Picture, () => throw new InvalidOperationException("drawn"), canBeDrawn: false);

        Assert.Equal([Note], Directory.GetFiles(_folder.Path));
        Assert.Equal(
            $"No pictures were drawn: this program does not have ScottPlot {PinnedVersion()} and its native libraries.\n" +
            $"They come with: dotnet add package ScottPlot --version {PinnedVersion()}\n",
            File.ReadAllText(Note));
    }

    [Fact]
    public void A_picture_takes_the_place_of_the_note()
    {
        File.WriteAllText(Note, "No pictures were drawn.");

        Pictures.Write(Picture, () => new Figure("Loss", "step", "nats"));

        Assert.Equal([Picture + ".png", Picture + ".svg"], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The version in <c>Directory.Packages.props</c>.</summary>
    private static string PinnedVersion() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => package.Attribute("Include")!.Value == "ScottPlot").Attribute("Version")!.Value;
}
