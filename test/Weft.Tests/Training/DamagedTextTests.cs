using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Training.Starting;

namespace Weft.Tests.Training;

/// <summary>Prepared text that is damaged before or while it is trained on changes no weight.</summary>
public sealed class DamagedTextTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_flipped_bit_in_the_prepared_text_changes_no_weight()
    {
        _tiny.Train(_tiny.Options, "whole");
        var tokens = TrainTokens();
        var bytes = File.ReadAllBytes(tokens);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(tokens, bytes);
        var told = new List<string>();

        var corpora = new CorpusProvider(_tiny.Cache, _tiny.Folder("data"), () => Stream.Null, tell: told.Add);
        using (var run = new TrainingOpener(corpora, new Recorder()).Create(_tiny.Options, _tiny.Folder("again")))
            run.Run(CancellationToken.None);

        Assert.Equal(HashOf("whole"), HashOf("again"));
        Assert.Equal([$"The token store cannot be used: {tokens} was changed: its SHA-256 is not the one that it was written with. It is prepared anew."],
            told.Where(line => line.StartsWith("The token store", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_that_is_cut_short_in_the_middle_ends_the_training_with_an_error_and_it_goes_on_from_there()
    {
        _tiny.Train(_tiny.Options, "whole");
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 4 } };
        var cutting = new Recorder
        {
            EachStep = report =>
            {
                if (report.Step != 6)
                    return;
                using var file = new FileStream(TrainTokens(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                file.SetLength(10);
            },
        };

        var error = Assert.Throws<InvalidDataException>(() => _tiny.Train(options, "cut", cutting));
        using (var resumed = _tiny.Resume("cut"))
            resumed.Run(CancellationToken.None);

        Assert.Contains($"{TrainTokens()} was cut short while it was used", error.Message);
        Assert.Equal(HashOf("whole"), HashOf("cut"));
    }

    public void Dispose() => _tiny.Dispose();

    private string TrainTokens() => Assert.Single(Directory.GetFiles(Path.Combine(_tiny.Cache, "prepared"), "train.tokens", SearchOption.AllDirectories));

    private string HashOf(string run) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-12/model.safetensors"));
}
