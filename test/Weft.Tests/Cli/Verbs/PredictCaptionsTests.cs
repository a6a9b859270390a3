using System.Text.Json;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft train --task captioning</c> and <c>weft predict</c> with pictures.</summary>
public sealed class PredictCaptionsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");
    private readonly string _run;

    public PredictCaptionsTests()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Folder("cache"));
        _run = _tiny.Folder("run");
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), TinyPictures.Options(_tiny, TinyPictures.Write(_tiny)) with { Budget = new BudgetOptions { Steps = 100 } });
        var (code, output, errors) = CommandLine.Run("train", _tiny.Folder("tiny.json"), "--out", _run);
        Assert.True(code == 0, output + errors);
        Assert.EndsWith($"Caption pictures: weft predict {_run} --image FILE", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_and_records_get_their_captions()
    {
        var captions = new[] { "0.png", "1.png" }.Select(name => CommandLine.Run("predict", _run, "--image", Picture(name)).Output.Trim()).ToList();
        File.WriteAllText(Picture("new.csv"), "id,image\n1,0.png\n2,\n3,1.png\n");
        File.WriteAllText(Picture("wrong.csv"), "id,image\n1,../0.png\n");

        Assert.Equal((0, $"{captions[0]}\n{captions[1]}\n", ""), CommandLine.Run("predict", _run, "--image", Picture("0.png"), "--image", Picture("1.png"), "--beams", "4"));
        Assert.Equal($"id,image,caption\n1,0.png,{captions[0]}\n2,,\n3,1.png,{captions[1]}\n", CommandLine.Run("predict", _run, "--data", Picture("new.csv")).Output);
        var (_, output, _) = CommandLine.Run("predict", _run, "--image", Picture("0.png"), "--json");
        Assert.Equal(captions[0], JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0].GetProperty("caption").GetString());
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--data", Picture("wrong.csv")), "The path '../0.png' leaves the folder of the file");
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--image", Picture("nowhere.png")), $"{Picture("nowhere.png")} is not there.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a"), $"--text is given, and {_run} was trained with task=captioning: it takes pictures. Give --image FILE.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--image", "a.png"), "--image goes with neither --text nor --data nor --among. Leave one of them out.");
    }

    [Fact]
    public void A_captioner_is_measured_again()
    {
        var (code, output, errors) = CommandLine.Run("evaluate", _run);

        Assert.True(code == 0, errors);
        Assert.All(["exact match ", "BLEU ", "ROUGE-L ", "CIDEr ", "beam 4, length penalty 0.6"], words => Assert.Contains(words, output, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }

    private string Picture(string name) => Path.Combine(_tiny.Folder("pictures"), name);
}
