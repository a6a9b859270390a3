using Weft.Runs;
using Weft.Sampling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Training.Starting;

namespace Weft.Tests.Runs;

public sealed class SamplingFolderTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void What_got_stuck_is_listed_with_the_beginning_of_its_text()
    {
        _tiny.Train(_tiny.Options, "run");
        using var store = _tiny.Corpora().Prepare(_tiny.Options.Data, CancellationToken.None).Store;
        var examples = TokenExamples.Of(store, TaskSetups.SetupOf(_tiny.Options));
        var run = RunFolder.Open(_tiny.Folder("run"));

        new SamplingFolder(run, examples).Write(new SamplingReport([1, 0.5f], [new StuckChunk(3, 4, 9.25f, 2.5f)]));

        Assert.Equal("0\t1\n1\t0.5\n", File.ReadAllText(_tiny.Folder("run/sampling/rates.tsv")));
        var lines = File.ReadAllLines(_tiny.Folder("run/sampling/stuck.tsv"));
        Assert.Equal("chunk\tvisits\tloss\texcess\ttext", lines[0]);
        Assert.StartsWith("3\t4\t9.2500\t2.5000\t", lines[1], StringComparison.Ordinal);
        // Ten targets, the context of this training.
        Assert.Equal(10, lines[1].Split('\t')[4].Split(' ').Length);
        // Without plans there is no timeline.
        Assert.False(File.Exists(_tiny.Folder("run/sampling/timeline.png")));
    }

    public void Dispose() => _tiny.Dispose();
}
