using System.Text.Json.Nodes;
using Weft.Tests.Support;
using Weft.Tests.Text.Tokenizers;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Files of a pretrained tokenizer may move, as text may: their hash says whether they are the same.</summary>
public sealed class MovedTokenizerTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly TemporaryFolder _first = new();
    private readonly TemporaryFolder _second = new();

    public MovedTokenizerTests()
    {
        BpeFiles.Write(_first, "<|endoftext|>");
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(Options, "run", cut, cut.Token);
    }

    private Weft.Runs.Options.RunOptions Options => _tiny.Options with { Data = _tiny.Options.Data with { Tokenizer = $"bpe:{_first.Path}" } };

    [Fact]
    public void A_run_is_used_and_goes_on_to_the_same_bits_from_the_new_place()
    {
        var whole = _tiny.Train(Options, "whole");
        Move();

        LoadedModel.Open(_tiny.Folder("run"), "best").Dispose();
        using var resumed = _tiny.Resume("run");
        Assert.Equal(whole.Validation!.Loss, resumed.Run(CancellationToken.None).Validation!.Loss);
    }

    [Fact]
    public void Where_they_are_missing_two_lines_say_what_to_do()
    {
        File.Delete(_first.File("vocab.json"));

        foreach (var use in new Action[] { () => LoadedModel.Open(_tiny.Folder("run"), "best").Dispose(), () => _tiny.Resume("run").Dispose() })
        {
            Assert.Equal(
                [
                    $"data.tokenizer is bpe:{_first.Path}, but there is no {_first.File("vocab.json")}; the folder must hold vocab.json and merges.txt.",
                    $"Put its files back, or name the place where they are now as data.tokenizer in {_tiny.Folder("run/config.json")}.",
                ],
                Assert.Throws<InvalidDataException>(use).Message.Split(Environment.NewLine));
        }
    }

    [Fact]
    public void Other_files_at_the_new_place_are_refused()
    {
        BpeFiles.Write(_first, "<|endoftext|>", "more");
        Move();

        foreach (var use in new Action[] { () => LoadedModel.Open(_tiny.Folder("run"), "best").Dispose(), () => _tiny.Resume("run").Dispose() })
            Assert.StartsWith($"The tokenizer bpe:{_second.Path} has changed since {_tiny.Folder("run")} was trained.", Assert.Throws<InvalidDataException>(use).Message);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("bpe:300")]
    public void A_tokenizer_of_another_kind_is_refused(string tokenizer)
    {
        Rename(tokenizer);

        Assert.Throws<InvalidDataException>(() => _tiny.Resume("run"));
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    private void Move()
    {
        foreach (var file in Directory.GetFiles(_first.Path))
            File.Move(file, _second.File(Path.GetFileName(file)));
        Rename($"bpe:{_second.Path}");
    }

    private void Rename(string tokenizer)
    {
        var config = _tiny.Folder("run/config.json");
        var json = JsonNode.Parse(File.ReadAllText(config))!;
        json["data"]!["tokenizer"] = tokenizer;
        File.WriteAllText(config, json.ToJsonString());
    }
}
