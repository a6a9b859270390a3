using System.Text.Json.Nodes;
using Weft.Bench.Faults;
using Weft.Tests.Support;
using Weft.Workers;

namespace Weft.Tests.Runs.Checkpoints;

/// <summary>
/// The folder as a process leaves it that dies before each single operation of saving: what was written stays in the system's hands. The
/// same with real processes is in <see cref="KilledWhileSavingTests"/>.
/// </summary>
public sealed class SavingCutOffTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Wherever_saving_is_cut_off_training_goes_on_from_the_last_whole_checkpoint_to_the_same_end()
    {
        var left = new List<(string Operation, string Folder, long Newest)>();
        var options = SavingTraining.Options(_tiny.Options);
        var named = false;
        SavingTraining.Train(options, _tiny.Folder("whole"), _tiny.Corpora(), Alone.Instance, operation =>
        {
            var folder = _tiny.Folder($"left-{left.Count}");
            Copy(_tiny.Folder("whole"), folder);
            // Before it gets its name, the one before it is the newest; after that, step 12 is there in its first or its second form.
            left.Add((operation, folder, named ? SavingStages.Step : NewestWhole(folder)));
            named |= operation == SavingTraining.Naming;
        });

        Assert.Equal(2, left.Count(stage => stage.Operation == SavingTraining.Naming));
        Assert.InRange(left.Count(stage => stage.Newest < SavingStages.Step), 15, 25);
        Assert.All(left, stage => AssertGoesOn(stage.Operation, stage.Folder, stage.Newest));
    }

    public void Dispose() => _tiny.Dispose();

    private void AssertGoesOn(string operation, string folder, long newest)
    {
        using var rest = new Recorder();
        using (var run = _tiny.Resume(folder, listener: rest, tell: damage => Assert.Fail($"{operation}: {damage}")))
            run.Run(CancellationToken.None);

        Assert.Equal(Enumerable.Range((int)newest + 1, SavingStages.Step - (int)newest), rest.Steps.Select(step => (int)step.Step));
        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(folder));
        Assert.Empty(SavingStages.Leftovers(folder));
        Assert.Equal(
            Enumerable.Range(1, SavingStages.Step),
            File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => (string)line["kind"]! == "step").Select(line => (int)line["step"]!));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The checkpoints before step 12 were saved without trouble.</summary>
    private static long NewestWhole(string folder) =>
        Directory.GetDirectories(Path.Combine(folder, "checkpoints"), "step-*").Select(path => long.Parse(Path.GetFileName(path)[5..])).Max();

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            // The lock of the training that is under way is its own.
            if (Path.GetFileName(file) == ".lock")
                continue;
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(to + file[from.Length..]);
            source.CopyTo(target);
        }
    }
}
