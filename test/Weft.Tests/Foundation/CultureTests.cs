using System.Text;
using System.Text.RegularExpressions;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation;

/// <summary>A program whose culture writes 0,5 gets from Weft what every other program gets.</summary>
public partial class CultureTests
{
    // What tells the time or how fast it went differs from run to run.
    private static readonly string[] Compared = [".csv", ".svg", ".safetensors", ".md"];

    [Fact]
    public void The_culture_of_these_tests_is_another()
    {
        using var comma = new CommaCulture();

        Assert.Equal("1.234,5", 1234.5.ToString("N1", System.Globalization.CultureInfo.CurrentCulture));
        Assert.Equal("\u22121", (-1).ToString(System.Globalization.CultureInfo.CurrentCulture));
    }

    [Fact]
    public void Interpolated_text_is_invariant()
    {
        using var comma = new CommaCulture();

        Assert.Equal("-0.5 1,234.50 12.5 %   7|x", $"{-0.5} {1234.5:N2} {0.125:P1} {7,3}|{Inner("x")}");

        static string Inner(string text) => $"{text}";
    }

    [Fact]
    public void Messages_of_wrong_settings_are_the_same()
    {
        using var comma = new CommaCulture();
        var tree = new OptionTree();
        tree.SetAssignment("schedule.peakRate=-0.5");
        tree.SetAssignment("schedule.floor=1.5");

        var error = Assert.Throws<ConfigurationException>(() => tree.Build());

        Assert.Equal(["schedule.peakRate is -0.5; it must be above 0.", "schedule.floor is 1.5; it must be from 0 to 1."], error.Problems);
    }

    [Fact]
    public void A_training_and_its_report_have_the_same_bytes()
    {
        using var tiny = new TinyTraining();
        var options = tiny.Options with { Evaluation = new() { MatrixWords = 4 }, Budget = new() { Steps = 3 } };
        var plain = Train(tiny, options, "plain");
        using var comma = new CommaCulture();
        var german = Train(tiny, options, "other");

        Assert.Equal(plain.Description.Replace("plain", "other", StringComparison.Ordinal), german.Description);
        Assert.Equal(plain.Files.Keys.Order(StringComparer.Ordinal), german.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(plain.Files.Keys, name => name.EndsWith(".svg", StringComparison.Ordinal));
        Assert.Contains(plain.Files.Keys, name => name.EndsWith(".csv", StringComparison.Ordinal));
        Assert.Contains(plain.Files.Keys, name => name.EndsWith("model.safetensors", StringComparison.Ordinal));
        Assert.All(plain.Files, file => Assert.True(file.Value == german.Files[file.Key], file.Key));
    }

    [Fact]
    public void The_command_reads_and_writes_numbers_alike()
    {
        using var tiny = new TinyCommands();
        string[] arguments = ["prepare", tiny.Config, "--set", "data.validationRatio=0.1", "--json"];
        var plain = CommandLine.Run(arguments);
        using var comma = new CommaCulture();
        var german = CommandLine.Run([.. arguments, "--quiet"]);

        Assert.Equal((0, 0), (plain.ExitCode, german.ExitCode));
        Assert.Equal(plain.Output, german.Output);
        Refusal.AssertIs(2, CommandLine.Run("generate", "run", "--temperature", "0,8"), "--temperature is 0,8; write 0.8.");
        // 0.5 is a half, not five.
        Refusal.AssertIs(2, CommandLine.Run("generate", "run", "--temperature", "-0.5"), "--temperature is -0.5; it must be at least 0.");
        Assert.Equal("1,5", 1.5.ToString(System.Globalization.CultureInfo.CurrentCulture));
    }

    // Skia counts what it draws, over all pictures of a process.
    [GeneratedRegex("(?<=(cl|img|gradient|pattern)_)[0-9a-f]+", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex PictureNumber();

    private static (string Description, Dictionary<string, string> Files) Train(TinyTraining tiny, RunOptions options, string name)
    {
        string description;
        using (var run = tiny.Create(options, name))
        {
            description = run.Description;
            run.Run(CancellationToken.None);
        }
        var files = Directory.GetFiles(tiny.Folder(name), "*", SearchOption.AllDirectories).Where(file => Compared.Contains(Path.GetExtension(file)));
        return (description, files.ToDictionary(
            file => Path.GetRelativePath(tiny.Folder(name), file), file => Hashes.Sha256(PictureNumber().Replace(File.ReadAllText(file, Encoding.Latin1), "")), StringComparer.Ordinal));
    }
}
