using Weft.Bench.Fuzzing;
using Weft.Foundation;
using Weft.Runs;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

/// <summary>
/// Whatever happens to the bytes of a run's files, going on is refused in plain words, or goes on from an older checkpoint, or gives the
/// same bits; and a model is refused, or is one of the run's.
/// </summary>
public sealed class RunFuzzTests : IDisposable
{
    // Files, each with so many injuries.
    private const int Copies = 20;
    private static readonly string[] Files =
    [
        "config.json", "vocabulary.json", "metrics.jsonl", "checkpoints/step-9/model.safetensors", "checkpoints/step-9/optimizer.safetensors",
        "checkpoints/step-9/sampler.json", "checkpoints/step-9/state.json", "checkpoints/step-9/origin.json", "checkpoints/step-9/manifest.json", "DONE",
    ];

    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_run_whose_files_are_damaged_is_refused_or_ends_with_the_same_bits()
    {
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 4, KeepCheckpoints = 5 } };
        _tiny.Train(options, "whole");
        using (var cut = new Recorder { StopAfter = 9 })
            _tiny.Train(options, "run", cut, cut.Token);
        var whole = SavingStages.Result(_tiny.Folder("whole"));
        var (refused, same) = (0, 0);
        foreach (var (index, file) in Files.Index())
        {
            var good = File.Exists(_tiny.Folder($"run/{file}")) ? File.ReadAllBytes(_tiny.Folder($"run/{file}")) : File.ReadAllBytes(_tiny.Folder($"whole/{file}"));
            foreach (var (number, bytes) in ByteMutations.Of(good, Copies, index).Index())
            {
                Copy();
                File.WriteAllBytes(_tiny.Folder($"copy/{file}"), bytes);
                try
                {
                    if (file == "DONE")
                        RunFolder.Open(_tiny.Folder("copy")).ReadSummary();
                    else
                        GoOn(whole, $"{file}, injury {number}, gives other bits.");
                    same++;
                }
                catch (Exception e) when (e is InvalidDataException or ConfigurationException)
                {
                    Assert.True(e.Message.Split('\n').Length <= 4, $"{file}, injury {number}: {e.Message}");
                    refused++;
                }
            }
        }

        Assert.Equal(Files.Length * Copies, refused + same);
        Assert.InRange(refused, 40, 160);
    }

    public void Dispose() => _tiny.Dispose();

    private void GoOn(string[] whole, string message)
    {
        var told = new List<string>();
        LoadedModel.Open(_tiny.Folder("copy"), "last").Dispose();
        // An injured budget may have no end.
        using var recorder = new Recorder { StopAfter = SavingStages.Step };
        using (var run = _tiny.Resume("copy", listener: recorder, tell: told.Add))
            run.Run(recorder.Token);
        // A budget may be changed on purpose; threads, precision and device are told.
        var isSame = RunFolder.Open(_tiny.Folder("copy")).ReadOptions().Budget == _tiny.Options.Budget && !told.Exists(line => line.EndsWith("in the last bits.", StringComparison.Ordinal));
        Assert.True(!isSame || whole.SequenceEqual(SavingStages.Result(_tiny.Folder("copy"))), message);
    }

    private void Copy()
    {
        if (Directory.Exists(_tiny.Folder("copy")))
            Directory.Delete(_tiny.Folder("copy"), recursive: true);
        foreach (var file in Directory.GetFiles(_tiny.Folder("run"), "*", SearchOption.AllDirectories))
        {
            var target = _tiny.Folder("copy") + file[_tiny.Folder("run").Length..];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
