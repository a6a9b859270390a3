using Weft.Foundation;
using Weft.Runs;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

/// <summary>Folders that were left half begun, that vanish while they are trained in, or that hold something strange.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact]
    public void A_folder_that_was_left_before_it_was_a_run_is_free()
    {
        _tiny.Create(_tiny.Options, "run").Dispose();
        var run = _tiny.Folder("run");
        // As a process leaves it that is killed before it writes config.json.
        File.Delete(Path.Combine(run, "config.json"));
        File.Delete(Path.Combine(run, "metrics.jsonl"));
        Directory.Delete(Path.Combine(run, "tensorboard"), recursive: true);
        var half = Path.Combine(run, $".config.json.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(half, "{");

        Assert.Contains("that command can be given again", Assert.Throws<InvalidDataException>(() => RunFolder.Open(run)).Message);
        Assert.Equal(12, _tiny.Train(_tiny.Options, "run").Steps);
        Assert.False(File.Exists(half));
    }

    [Fact]
    public void Nothing_that_was_left_there_becomes_a_part_of_the_next_run()
    {
        _tiny.Train(_tiny.Options with { Data = _tiny.Options.Data with { Tokenizer = "bpe:300" } }, "other");
        var run = Directory.CreateDirectory(_tiny.Folder("run")).FullName;
        Directory.Move(_tiny.Folder("other/tokenizer"), Path.Combine(run, "tokenizer"));
        foreach (var name in new[] { ".lock", "corpus.json", "vocabulary.json", "vectors.json", "class-weights.tsv" })
            File.WriteAllText(Path.Combine(run, name), "");

        _tiny.Train(_tiny.Options, "run");
        using var trained = LoadedModel.Open(run, "best");

        Assert.Equal("words", trained.Tokenizer.Identity);
        Assert.All(new[] { "tokenizer", "vectors.json", "class-weights.tsv" }, name => Assert.False(Path.Exists(Path.Combine(run, name)), name));
    }

    [Fact]
    public void Commands_to_copy_have_quotes_where_the_path_needs_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        var run = _tiny.Folder("my run");
        using var recorder = new Recorder { EachStep = _ => Directory.Move(run, run + "-elsewhere") };
        var error = Assert.Throws<IOException>(() => _tiny.Train(_tiny.Options, "my run", recorder));
        Assert.EndsWith($"go on with: weft train --resume '{run}'", error.Message);

        var folder = RunFolder.Open(run + "-elsewhere");
        File.Delete(folder.ConfigFile);
        Assert.EndsWith($"measure again: weft train --resume '{run}-elsewhere'", Assert.Throws<IOException>(folder.RequirePresent).Message);
    }

    [Theory]
    [InlineData("notes.txt", true)]
    [InlineData("vocabulary.json", false)]
    [InlineData(".config.json.tmp", true)]
    public void What_is_not_Wefts_is_never_trained_over(string name, bool withLock)
    {
        var file = Path.Combine(Directory.CreateDirectory(_tiny.Folder("run")).FullName, name);
        File.WriteAllText(file, "mine");
        if (withLock)
            File.WriteAllText(_tiny.Folder("run/.lock"), "");

        Assert.Contains(" exists. Name another (--out)", Assert.Throws<ConfigurationException>(() => _tiny.Create(_tiny.Options, "run")).Message);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("moved")]
    [InlineData("removed")]
    [InlineData("replaced")]
    [InlineData("changed")]
    public void A_folder_that_vanishes_is_noticed_at_the_next_step(string how)
    {
        var run = _tiny.Folder("run");
        var log = Path.Combine(run, "metrics.jsonl");
        using var recorder = new Recorder
        {
            EachStep = report =>
            {
                if (report.Step != 7)
                    return;
                if (how == "changed")
                    File.AppendAllText(log, "\n");
                else if (how == "removed")
                    Directory.Delete(run, recursive: true);
                else
                    Directory.Move(run, run + "-elsewhere");
                if (how == "replaced")
                    File.Copy(log.Replace("/run/", "/run-elsewhere/", StringComparison.Ordinal), Path.Combine(Directory.CreateDirectory(run).FullName, "metrics.jsonl"));
            },
        };
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 3 }, Evaluation = _tiny.Options.Evaluation with { EverySteps = 100 } };

        var error = Assert.Throws<IOException>(() => _tiny.Train(options, "run", recorder));

        Assert.StartsWith($"{log} was moved, removed or changed while the training was under way", error.Message);
        Assert.Contains("All after step 6, the last that was saved, is lost.", error.Message);
        Assert.EndsWith($"go on with: weft train --resume {run}", error.Message);
        Assert.Equal(7, recorder.Steps[^1].Step);
        Assert.Equal(how is "changed" or "replaced", Directory.Exists(run));
    }

    [Fact(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    public void Something_strange_in_the_place_of_any_file_is_refused_at_once()
    {
        using (var cut = new Recorder { StopAfter = 5 })
            _tiny.Train(_tiny.Options, "run", cut, cut.Token);
        foreach (var name in new[] { "config.json", "vocabulary.json", "metrics.jsonl", "DONE", ".lock", "class-weights.tsv", "vectors.json", "checkpoints" })
        {
            var path = _tiny.Folder("run/" + name);
            if (Path.Exists(path))
                Directory.Move(path, path + ".kept");
            StrangeFiles.Put(path, "pipe");

            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => _tiny.Resume("run")).Message);

            File.Delete(path);
            if (Path.Exists(path + ".kept"))
                Directory.Move(path + ".kept", path);
        }
        using var rest = _tiny.Resume("run");
        Assert.Equal(12, rest.Run(CancellationToken.None).Steps);
    }

    [Fact(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    public void A_folder_that_must_not_be_written_to_is_not_called_another_training()
    {
        // Nobody may make files there, not even root.
        var error = Assert.Throws<UnauthorizedAccessException>(() => RunLock.Take("/sys"));

        Assert.Equal("/sys cannot be written to: there is no permission for its lock /sys/.lock.", error.Message);
    }

    public void Dispose() => _tiny.Dispose();
}
