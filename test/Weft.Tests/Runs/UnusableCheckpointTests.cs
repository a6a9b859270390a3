using System.Text.Json.Nodes;
using TorchSharp;
using Weft.Foundation;
using Weft.Runtime.Safetensors;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

/// <summary>Whatever keeps the newest checkpoint from being used, an older one that is good is, and the user is told.</summary>
public sealed class UnusableCheckpointTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public UnusableCheckpointTests()
    {
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 4, KeepCheckpoints = 5 } };
        _tiny.Train(options, "whole");
        using var cut = new Recorder { StopAfter = 9 };
        _tiny.Train(options, "run", cut, cut.Token);
    }

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    public void Training_goes_on_from_the_one_before_it()
    {
        var faults = new (string Name, Action<string> Do, string Said)[]
        {
            ("of another model", newest => Change(newest, manifest => manifest["model"] = new string('0', 64)), "belongs to another model"),
            ("of another version", newest => Change(newest, manifest => manifest["schemaVersion"] = 9), "has version 9; this Weft reads 2 to 3."),
            ("of another step", newest => Change(newest, manifest => manifest["step"] = 7), "its manifest says that it is of step 7."),
            ("a pipe", newest => StrangeFiles.Put(Path.Combine(newest, "model.safetensors"), "pipe"), "model.safetensors is a pipe."),
            ("a device", newest => StrangeFiles.Put(Path.Combine(newest, "optimizer.safetensors"), "device"), "optimizer.safetensors is a device"),
            ("a folder", newest => StrangeFiles.Put(Path.Combine(newest, "state.json"), "folder"), "state.json is a folder."),
            ("a link loop", newest => StrangeFiles.Put(Path.Combine(newest, "sampler.json"), "link loop"), "sampler.json is a link to"),
            ("a manifest that is a pipe", newest => StrangeFiles.Put(Path.Combine(newest, "manifest.json"), "pipe"), "manifest.json is a pipe"),
            ("a bad disk under the weights", newest => StrangeFiles.Put(Path.Combine(newest, "model.safetensors"), "bad disk"), "Input/output error"),
            ("a bad disk under the state", newest => StrangeFiles.Put(Path.Combine(newest, "state.json"), "bad disk"), "Input/output error"),
            ("a bad disk under the manifest", newest => StrangeFiles.Put(Path.Combine(newest, "manifest.json"), "bad disk"), "Input/output error"),
            ("not finite", newest => WithNaN(newest), "holds numbers that are not finite, in embedding.weight: the training had diverged."),
        };
        foreach (var (name, damage, said) in faults)
        {
            Copy("run", name);
            damage(_tiny.Folder($"{name}/checkpoints/step-9"));
            var told = new List<string>();
            using (var run = _tiny.Resume(name, tell: told.Add))
                run.Run(CancellationToken.None);

            Assert.Contains(said, Assert.Single(told));
            Assert.EndsWith("Step 8 is used instead.", told[0]);
            Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder(name)));
            Assert.True(Directory.Exists(_tiny.Folder($"{name}/checkpoints/step-9.damaged")));
        }
    }

    [Fact(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    public void What_only_has_a_checkpoints_name_does_not_stand_in_the_way()
    {
        StrangeFiles.Put(_tiny.Folder("run/checkpoints/step-12"), "pipe");
        using (var run = _tiny.Resume("run"))
            run.Run(CancellationToken.None);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("run")));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_used_and_an_error_names_them()
    {
        foreach (var folder in Directory.GetDirectories(_tiny.Folder("run/checkpoints")))
            WithNaN(folder);

        var named = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "8"));
        Assert.Contains("model.safetensors holds numbers that are not finite, in embedding.weight", named.Message);
        Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best"));
        Assert.Throws<InvalidDataException>(() => _tiny.Resume("run"));
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>As a Weft would have written it that did not look: with the right hashes.</summary>
    private static void WithNaN(string checkpoint)
    {
        using var scope = torch.NewDisposeScope();
        var path = Path.Combine(checkpoint, "model.safetensors");
        List<(string Name, torch.Tensor Tensor)> tensors;
        using (var file = SafetensorsFile.Read(path))
            tensors = [.. file.Names.Select(name => (name, file.Load(name)))];
        tensors.Single(entry => entry.Name == "embedding.weight").Tensor[3, 5] = float.NaN;
        using (var file = File.Create(path))
            SafetensorsFile.Write(file, tensors);
        Change(checkpoint, manifest => manifest["files"]!["model.safetensors"] = Hashes.Sha256OfFile(path));
    }

    private static void Change(string checkpoint, Action<JsonNode> change)
    {
        var path = Path.Combine(checkpoint, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(_tiny.Folder(from), "*", SearchOption.AllDirectories))
        {
            var target = _tiny.Folder(to) + file[_tiny.Folder(from).Length..];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
