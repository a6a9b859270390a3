using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs.Vectors;

public sealed class VectorsCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void Learned_vectors_are_the_same_each_time_and_with_spilling_and_start_a_training()
    {
        var (first, again) = (_tiny.Folder("first.txt"), _tiny.Folder("again.txt"));
        var summary = TinyCommands.LastLine(Learn(first));
        Learn(again);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(again));
        Assert.Equal(13, summary.GetProperty("words").GetInt32());
        var lines = File.ReadAllLines(first);
        Assert.StartsWith("<unk> ", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(9, line.Split(' ').Length));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(first)!, "*.tmp"));

        var run = _tiny.Trained("run", "--vectors", first, "--min-coverage", "0.8");
        Assert.Contains("\"exact\"", File.ReadAllText(Path.Combine(run, "vectors.json")));
        Assert.Equal(0, CommandLine.Run("evaluate", run).ExitCode);
        Assert.Equal(0, CommandLine.Run("generate", run, "--tokens", "3").ExitCode);
    }

    [Fact]
    public void Training_tells_the_coverage_and_puts_it_into_its_summary()
    {
        var file = Path.Combine(_tiny.CacheFolder, "..", "v.txt");
        File.WriteAllText(file, "the 1 2\ncat 3 4\ncat 5 6\n");

        var (code, output, errors) = _tiny.Train("run", "--vectors", file, "--json");

        Assert.Equal(0, code);
        Assert.Contains("1 words stand there again, the first counts", errors);
        var vectors = TinyCommands.LastLine(output).GetProperty("vectors");
        Assert.Equal(2, vectors.GetProperty("types").GetProperty("exact").GetInt64());
        Assert.Equal(2, vectors.GetProperty("dimension").GetInt32());
    }

    [Fact]
    public void Nearest_and_evaluate_show_their_figures()
    {
        var file = _tiny.Folder("first.txt");
        Learn(file);
        var questions = _tiny.Folder("q.txt");
        File.WriteAllText(questions, ": animals\ncat dog dog cat\nzebra a b c\n");

        var nearest = CommandLine.Run("vectors", "nearest", "cat", "--vectors", file, "--count", "3", "--json");
        var evaluated = CommandLine.Run("vectors", "evaluate", "--vectors", file, questions, "--json");

        Assert.Equal(3, TinyCommands.LastLine(nearest.Output).GetProperty("nearest").GetArrayLength());
        Assert.Equal(1, TinyCommands.LastLine(evaluated.Output).GetProperty("total").GetProperty("outOfVocabulary").GetInt32());
    }

    [Fact]
    public void Vectors_that_are_all_zero_start_no_training()
    {
        var file = _tiny.Folder("zero.txt");
        File.WriteAllText(file, "the 0 0\ncat 0 0\ndog 0 0\n");

        Refusal.AssertIs(1, _tiny.Train("run", "--vectors", file), file, "are all zero");
    }

    [Theory]
    [InlineData("--preset")]
    [InlineData("--batching")]
    [InlineData("--padding")]
    [InlineData("--sampler")]
    [InlineData("--vectors")]
    [InlineData("--min-coverage")]
    [InlineData("--device")]
    [InlineData("--precision")]
    [InlineData("--max-steps")]
    [InlineData("--max-tokens")]
    [InlineData("--max-epochs")]
    [InlineData("--max-minutes")]
    public void Learning_refuses_options_that_only_a_training_uses(string option)
    {
        Refusal.AssertIs(2, CommandLine.Run("vectors", "train", "--data", _tiny.Source, "--out", _tiny.Folder("v.txt"), option, "1"), $"There is no option {option}");
        Assert.DoesNotContain(option + " ", CommandLine.Run("vectors", "train", "--help").Output);
    }

    [Fact]
    public void Learning_refuses_keys_that_only_a_training_uses() =>
        Refusal.AssertIs(
            2, CommandLine.Run("vectors", "train", "--data", _tiny.Source, "--out", _tiny.Folder("v.txt"), "--set", "sampling.sampler=dynamic"),
            "--set sampling.sampler=dynamic: this verb does not use sampling.sampler. It uses data.*, seed, runtime.threads.");

    [Fact]
    public void Mistakes_are_a_line_or_two()
    {
        var file = _tiny.Folder("v.txt");
        File.WriteAllText(file, "the 1 2\ncat 3\n");

        Refusal.AssertIs(1, CommandLine.Run("vectors", "nearest", "cat", "--vectors", file), file, "line 2");
        Refusal.AssertIs(1, _tiny.Train("a", "--vectors", file), "line 2");
        File.WriteAllText(file, "the 1 2\ncat 3 4\n");
        Refusal.AssertIs(1, _tiny.Train("b", "--vectors", file, "--min-coverage", "0.99"), "covers", "--min-coverage");
        Refusal.AssertIs(2, _tiny.Train("c", "--vectors", file, "--set", "vectors.mismatch=fail"), "model.dimension");
        Refusal.AssertIs(2, CommandLine.Run("vectors", "train", "--data", _tiny.Source, "--out", file, "--dimension", "0"), "--dimension is 0; it must be");
        Refusal.AssertIs(2, CommandLine.Run("vectors", "nearer"), "nearer");
        Refusal.AssertIs(2, CommandLine.Run("vectors", "nearest", "cat"), "weft vectors nearest --help");
    }

    public void Dispose() => _tiny.Dispose();

    private string Learn(string file)
    {
        var (code, output, errors) = CommandLine.Run(
            "vectors", "train", "--data", _tiny.Source, "--tokenizer", "words", "--out", file, "--dimension", "8", "--iterations", "3", "--threads", "1", "--json");
        Assert.True(code == 0, output + errors);
        return output;
    }
}
