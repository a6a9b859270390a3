using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

public sealed class CheckpointTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public CheckpointTests() => _tiny.Train(_tiny.Options, "run");

    [Fact]
    public void A_flipped_bit_is_found()
    {
        var path = Newest("model.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);

        AssertDamaged("model.safetensors is not what was written");
    }

    [Fact]
    public void A_file_that_was_cut_short_is_found()
    {
        using (var file = File.OpenWrite(Newest("optimizer.safetensors")))
            file.SetLength(file.Length / 2);

        AssertDamaged("optimizer.safetensors is not what was written");
    }

    [Fact]
    public void A_missing_file_is_found()
    {
        File.Delete(Newest("state.json"));

        AssertDamaged("state.json is missing");
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused()
    {
        var options = _tiny.Options;
        _tiny.Train(options with { Model = options.Model with { FeedForward = 32 } }, "other");
        Directory.Delete(_tiny.Folder("run/checkpoints"), recursive: true);
        Directory.Move(_tiny.Folder("other/checkpoints"), _tiny.Folder("run/checkpoints"));

        var error = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best"));

        Assert.Contains("belongs to another model", error.Message);
    }

    [Fact]
    public void A_vocabulary_of_another_run_is_refused()
    {
        using var other = new TinyTraining();
        File.WriteAllText(other.Source, string.Concat(Enumerable.Range(0, 400).Select(i => $"quite other words {i % 7} here\n\n")));
        other.Train(other.Options, "other");
        File.Copy(other.Folder("other/vocabulary.json"), _tiny.Folder("run/vocabulary.json"), overwrite: true);

        var error = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best"));

        Assert.Contains("its shape or vocabulary is not that of this run", error.Message);
    }

    [Fact]
    public void A_run_whose_text_has_changed_is_not_evaluated_on_it()
    {
        File.AppendAllText(_tiny.Source, "\n\nmany entirely different words arrive now\n");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");

        var error = Assert.Throws<InvalidDataException>(() => _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None));

        Assert.Contains("it has changed since the run began: changed: text.txt.", error.Message);
    }

    [Fact]
    public void An_unknown_checkpoint_is_named_with_those_that_exist()
    {
        var error = Assert.Throws<ConfigurationException>(() => LoadedModel.Open(_tiny.Folder("run"), "77"));

        Assert.Contains("--checkpoint is 77; it must be best, last, or one of", error.Message);
    }

    public void Dispose() => _tiny.Dispose();

    private string Newest(string file) => _tiny.Folder($"run/checkpoints/step-12/{file}");

    private void AssertDamaged(string what)
    {
        var error = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "12"));
        Assert.Contains(what, error.Message);
        Assert.Contains("step-12 is damaged", error.Message);
        Assert.Equal(2, error.Message.Split('\n').Length);
    }
}
