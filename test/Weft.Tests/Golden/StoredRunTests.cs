using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Tests.Architecture;
using Weft.Tests.Support;
using Weft.Training.Starting;

namespace Weft.Tests.Golden;

/// <summary>
/// A run that version 0.1 saved, which every later version must go on with (its command: <c>config.json</c>). The losses that followed were
/// noted then; processors differ in the last bits.
/// </summary>
public sealed class StoredRunTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private static readonly double[] Losses =
    [
        3.090071067214012, 3.0808099508285522, 3.02563264220953, 3.002379521727562, 3.066917300224304, 2.9981923401355743,
        3.0526789277791977, 2.9841873198747635, 3.0342837646603584, 3.0082610845565796, 3.025282137095928, 3.0152351707220078,
    ];

    private readonly TemporaryFolder _folder = new();

    public StoredRunTests()
    {
        var stored = Path.Combine(Repository.Root, "test", "Weft.Tests", "Golden", "Stored");
        foreach (var file in Directory.GetFiles(stored, "*", SearchOption.AllDirectories))
        {
            var copy = _folder.File(Path.GetRelativePath(stored, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        // The text is where the run looks for it.
        var config = _folder.File("run/config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"text.txt\"", $"\"{_folder.File("text.txt")}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void It_goes_on_as_it_did_when_it_was_stored()
    {
        using var recorder = new Recorder();
        using var run = new TrainingOpener(Corpora(), recorder).Resume(_folder.File("run"), new BudgetOptions { Steps = 24 });

        var summary = run.Run(CancellationToken.None);

        Assert.Equal(Enumerable.Range(13, 12).Select(step => (long)step), recorder.Steps.Select(step => step.Step));
        Assert.All(recorder.Steps.Zip(Losses), pair => Assert.Equal(pair.Second, pair.First.Loss, Tolerance));
        Assert.Equal(3.0633519369622935, summary.Validation!.Loss, Tolerance);
        Assert.Equal(3.0432246498677924, summary.Test!.Loss, Tolerance);
        // Which samples come, and in which order, is the same on every machine.
        var state = WeftJson.ReadFile<TrainingState>(_folder.File("run/checkpoints/step-24/state.json"), "training state");
        Assert.Equal("e37d8aa70ce80a16bb4ae1d7a3d55211cb34dfab19a71bfb0d3a04a64c0df7b0", state.Order.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private CorpusProvider Corpora() => new(_folder.File("cache"), _folder.File("data"), () => Stream.Null);
}
