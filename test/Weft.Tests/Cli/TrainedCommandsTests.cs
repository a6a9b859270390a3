using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary><c>evaluate</c> and <c>generate</c> on one trained run.</summary>
public sealed class TrainedCommandsTests : IDisposable
{
    private readonly TinyCommands _tiny = new();
    private readonly JsonElement _summary;
    private readonly string _run;

    public TrainedCommandsTests()
    {
        _summary = TinyCommands.LastLine(_tiny.Train("run", "--json").Output);
        _run = _tiny.Folder("run");
    }

    [Theory]
    [InlineData("validation")]
    [InlineData("test")]
    public void Evaluating_gives_exactly_what_the_training_reported(string split)
    {
        var (code, output, errors) = CommandLine.Run("evaluate", _run, "--split", split, "--json");

        Assert.Equal(0, code);
        var report = TinyCommands.LastLine(output);
        Assert.Equal(split, report.GetProperty("split").GetString());
        Assert.All(_summary.GetProperty(split).EnumerateObject(), figure =>
            Assert.Equal(figure.Value.GetRawText(), report.GetProperty(figure.Name).GetRawText()));
        Assert.Contains($"{split} perplexity", errors);
    }

    [Fact]
    public void Evaluating_in_another_precision_gives_almost_the_same()
    {
        double Loss(params string[] more) =>
            TinyCommands.LastLine(CommandLine.Run(["evaluate", _run, "--json", .. more]).Output).GetProperty("loss").GetDouble();
        var float32 = Loss();

        Assert.Equal(float32, Loss("--precision", "float32", "--threads", "1", "--device", "cpu"));
        Assert.NotEqual(float32, Loss("--precision", "bfloat16"));
        Assert.Equal(float32, Loss("--precision", "bfloat16"), tolerance: 0.01);
    }

    [Fact]
    public void Averaged_weights_can_be_measured_and_write()
    {
        var run = _tiny.Folder("averaged");
        var (_, output, errors) = _tiny.Train("averaged", "--json", "--set", "optimizer.averageDecay=0.8");
        var averaged = TinyCommands.LastLine(output).GetProperty("otherWeights").GetProperty("test").GetProperty("loss").GetDouble();

        Assert.Contains("averaged weights", errors);
        Assert.Equal(averaged, TinyCommands.LastLine(CommandLine.Run("evaluate", run, "--weights", "average", "--json").Output).GetProperty("loss").GetDouble());
        Assert.NotEqual(averaged, TinyCommands.LastLine(CommandLine.Run("evaluate", run, "--weights", "raw", "--json").Output).GetProperty("loss").GetDouble());
        Assert.Equal(0, CommandLine.Run("generate", run, "--weights", "average", "--tokens", "3").ExitCode);
    }

    [Fact]
    public void A_trained_model_can_write_with_other_settings() =>
        Assert.Equal(0, CommandLine.Run("generate", _run, "--tokens", "3", "--precision", "bfloat16", "--threads", "1").ExitCode);

    [Fact]
    public void Each_split_can_be_evaluated_and_test_is_the_default()
    {
        var whole = TinyCommands.LastLine(CommandLine.Run("evaluate", _run, "--json").Output);
        var train = TinyCommands.LastLine(CommandLine.Run("evaluate", _run, "--split", "train", "--json").Output);

        Assert.Equal(_summary.GetProperty("corpus").GetProperty("test").GetInt64(), whole.GetProperty("tokens").GetInt64());
        Assert.Equal(_summary.GetProperty("corpus").GetProperty("train").GetInt64(), train.GetProperty("tokens").GetInt64());
    }

    [Fact]
    public void Generating_continues_the_prompt()
    {
        var (code, output, errors) = CommandLine.Run("generate", _run, "--prompt", "The cat", "--tokens", "5");

        Assert.Equal(0, code);
        Assert.StartsWith("the cat", output);
        Assert.True(output.Trim().Length > "the cat".Length);
        Assert.Equal("", errors);
    }

    [Fact]
    public void With_json_the_text_goes_to_standard_error_and_the_object_to_standard_output()
    {
        var (code, output, errors) = CommandLine.Run("generate", _run, "--prompt", "the cat", "--tokens", "5", "--json");
        using var json = JsonDocument.Parse(output);

        Assert.Equal(0, code);
        Assert.Equal(5, json.RootElement.GetProperty("tokens").GetArrayLength());
        Assert.Equal(errors.TrimEnd('\n'), json.RootElement.GetProperty("text").GetString()!.TrimEnd('\n'));
    }

    [Fact]
    public void Words_of_the_prompt_that_are_not_in_the_vocabulary_are_reported()
    {
        var (code, output, errors) = CommandLine.Run("generate", _run, "--prompt", "the zebra sees a Quagga", "--tokens", "2", "--json");

        Assert.Equal(0, code);
        Assert.StartsWith("Not in the vocabulary, read as unknown: quagga, zebra", errors);
        var words = TinyCommands.LastLine(output).GetProperty("unknownWords").EnumerateArray().Select(word => word.GetString());
        Assert.Equal(["quagga", "zebra"], words);
    }

    [Fact]
    public void A_special_token_in_the_prompt_is_text()
    {
        var (code, output, errors) = CommandLine.Run("generate", _run, "--prompt", "the cat <eos> <unk>", "--tokens", "2", "--json");

        Assert.Equal(0, code);
        Assert.StartsWith("Not in the vocabulary, read as unknown: <, >, eos, unk", errors);
        Assert.StartsWith("the cat <unk> <unk> <unk> <unk> <unk> <unk>", TinyCommands.LastLine(output).GetProperty("text").GetString());
    }

    [Fact]
    public void An_empty_prompt_begins_a_text()
    {
        var (code, output, errors) = CommandLine.Run("generate", _run, "--prompt", "", "--tokens", "5");

        Assert.Equal((0, ""), (code, errors));
        Assert.NotEqual("", output.Trim());
    }

    [Fact]
    public void The_cache_changes_nothing_and_the_seed_does()
    {
        string Text(params string[] more) => CommandLine.Run(["generate", _run, "--tokens", "40", .. more]).Output;

        Assert.Equal(Text("--seed", "3"), Text("--seed", "3", "--no-cache"));
        Assert.NotEqual(Text("--seed", "3"), Text("--seed", "4"));
        Assert.Equal(Text("--temperature", "0", "--seed", "3"), Text("--temperature", "0", "--seed", "4"));
    }

    [Fact]
    public void Writing_ends_before_a_stop_text_but_not_for_one_in_the_prompt()
    {
        var whole = CommandLine.Run("generate", _run, "--prompt", "the dog.", "--tokens", "60").Output;
        var stopped = CommandLine.Run("generate", _run, "--prompt", "the dog.", "--tokens", "60", "--stop", ".", "--stop", "house").Output;

        Assert.StartsWith("the dog.", stopped);
        var rest = whole["the dog.".Length..];
        var end = new[] { rest.IndexOf('.'), rest.IndexOf("house", StringComparison.Ordinal) }.Where(at => at >= 0).Min();
        Assert.Equal(("the dog." + rest[..end]).TrimEnd('\n'), stopped.TrimEnd('\n'));
    }

    [Fact]
    public void An_earlier_checkpoint_can_be_named()
    {
        var last = CommandLine.Run("evaluate", _run, "--checkpoint", "12", "--json");
        var earlier = CommandLine.Run("evaluate", _run, "--checkpoint", "9", "--json");

        Assert.Equal((0, 0), (last.ExitCode, earlier.ExitCode));
        Assert.NotEqual(last.Output, earlier.Output);
    }

    public void Dispose() => _tiny.Dispose();
}
