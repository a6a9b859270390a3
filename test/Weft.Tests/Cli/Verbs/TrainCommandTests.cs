using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void The_last_line_of_json_has_everything_that_was_measured()
    {
        var (code, output, errors) = _tiny.Train("run", "--json");
        var summary = TinyCommands.LastLine(output);

        Assert.Equal(0, code);
        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.Equal(_tiny.Folder("run"), summary.GetProperty("run").GetString());
        Assert.Equal(12, summary.GetProperty("steps").GetInt64());
        Assert.Equal(12 * 8 * 10, summary.GetProperty("tokens").GetInt64());
        Assert.InRange(summary.GetProperty("seconds").GetDouble(), 1e-4, 60);
        Assert.Equal(
            summary.GetProperty("tokens").GetInt64() / summary.GetProperty("stepSeconds").GetDouble(),
            summary.GetProperty("tokensPerSecond").GetDouble(), tolerance: 1e-6);
        Assert.InRange(summary.GetProperty("peakMemoryBytes").GetInt64(), 1 << 20, 1L << 40);
        Assert.Equal(64, summary.GetProperty("runtime").GetProperty("rowsAtOnce").GetInt32());
        AssertMeasured(summary, "validation");
        AssertMeasured(summary, "test");
        Assert.Contains("step 1  loss", errors);
        Assert.Contains("what it writes", errors);
        Assert.Contains("test perplexity", errors);
    }

    [Fact]
    public void How_long_workers_wait_may_be_given_anew_where_a_run_goes_on()
    {
        _tiny.Trained("run", "--set", "workers.reproducible=true", "--set", "workers.checkSteps=3");
        var (code, output, errors) = CommandLine.Run("train", "--resume", _tiny.Folder("run"), "--max-steps", "14", "--set", "workers.timeoutSeconds=7.5");
        Assert.True(code == 0, output + errors);
        (code, output, errors) = CommandLine.Run("train", "--resume", _tiny.Folder("run"), "--max-steps", "16", "--set", "workers.checkSteps=2", "--set", "workers.timeoutSeconds=8");
        Assert.True(code == 0, output + errors);

        var kept = Weft.Runs.RunFolder.Open(_tiny.Folder("run")).ReadOptions();
        Assert.Equal((8, 2, true), (kept.Workers.TimeoutSeconds, kept.Workers.CheckSteps, kept.Workers.Reproducible));
        Assert.Equal(16, kept.Budget.Steps);
        Refusal.AssertIs(2, CommandLine.Run("train", "--resume", _tiny.Folder("run"), "--max-steps", "18", "--set", "workers.timeoutSeconds=0.5"), "workers.timeoutSeconds is 0.5; it must be from 1 to 86400.");
    }

    [Fact]
    public void What_is_not_given_anew_stays_where_a_run_goes_on()
    {
        _tiny.Trained("run", "--set", "workers.checkSteps=3", "--set", "workers.timeoutSeconds=9");
        var (code, output, errors) = CommandLine.Run("train", "--resume", _tiny.Folder("run"), "--max-steps", "14", "--set", "workers.timeoutSeconds=7");

        Assert.True(code == 0, output + errors);
        var kept = Weft.Runs.RunFolder.Open(_tiny.Folder("run")).ReadOptions();
        Assert.Equal((7, 3), (kept.Workers.TimeoutSeconds, kept.Workers.CheckSteps));
    }

    [Fact]
    public void Without_json_people_read_standard_output_and_nothing_stands_on_standard_error()
    {
        var (code, output, errors) = _tiny.Train("run");

        Assert.Equal(0, code);
        Assert.Equal("", errors);
        Assert.Contains("validation perplexity", output);
        Assert.Contains("|validation:", output);
        Assert.Contains(_tiny.Folder("run"), output);
        Assert.DoesNotContain("\"perplexity\"", output);
    }

    [Fact]
    public void The_run_folder_holds_all_of_the_training()
    {
        var run = _tiny.Trained("run", "--set", "schedule.peakRate=0.02", "--set", "data.minimumCount=2");

        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "config.json")));
        Assert.Equal(0.02, config.RootElement.GetProperty("schedule").GetProperty("peakRate").GetDouble());
        Assert.Equal("words", config.RootElement.GetProperty("data").GetProperty("tokenizer").GetString());
        var names = Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal([".lock", "DONE", "checkpoints", "config.json", "corpus.json", "metrics.jsonl", "tensorboard", "vocabulary.json"], names);
        Assert.All(Directory.GetFiles(Path.Combine(run, "tensorboard"), "*", SearchOption.AllDirectories), path => Assert.True(new FileInfo(path).Length > 200));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "tensorboard"), "*tfevents*", SearchOption.AllDirectories));
        var saved = Directory.GetFiles(Path.Combine(run, "checkpoints/step-12")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["manifest.json", "model.safetensors", "optimizer.safetensors", "origin.json", "sampler.json", "sampler.safetensors", "state.json"], saved);
    }

    [Fact]
    public void A_learnt_tokenizer_is_told_kept_and_measured_in_bits_a_byte()
    {
        var (code, output, errors) = _tiny.Train("run", "--tokenizer", "bpe", "--json");
        Assert.True(code == 0, errors);
        var summary = TinyCommands.LastLine(output);
        var prepared = TinyCommands.LastLine(CommandLine.Run("prepare", "--data", _tiny.Source, "--json").Output);
        var bytes = prepared.GetProperty("splits").GetProperty("validation").GetProperty("bytes").GetInt64();
        var lines = File.ReadAllLines(Path.Combine(_tiny.Folder("run"), "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var evaluation = lines.Last(line => line.GetProperty("kind").GetString() == "evaluation");

        Assert.Contains("Tokenizer: bpe:301, learnt from the training split (15.7 kB).", errors);
        Assert.Matches("The vocabulary of 301 tokens takes [0-9]{2} ?% of the model's [0-9,]+ parameters; a smaller --tokenizer bpe:SIZE leaves more for the rest\\.", errors);
        Assert.Equal("bpe:301", prepared.GetProperty("tokenizer").GetString());
        Assert.True(File.Exists(Path.Combine(_tiny.Folder("run"), "tokenizer", "merges.txt")));
        Assert.Equal(
            evaluation.GetProperty("loss").GetDouble() * evaluation.GetProperty("tokens").GetInt64() / Math.Log(2) / bytes,
            evaluation.GetProperty("bitsPerByte").GetDouble(), 1e-9);
        Assert.Equal(summary.GetProperty("validation").GetProperty("bitsPerByte").GetDouble(), evaluation.GetProperty("bitsPerByte").GetDouble(), 1e-6);
        Assert.Matches("step 12  validation perplexity [0-9.,]+  [0-9.]+ bits a byte  accuracy", errors);
        Assert.Matches("test perplexity .* [0-9.]+ bits a byte   accuracy", errors);
    }

    [Fact]
    public void Every_line_of_the_metrics_names_its_phase()
    {
        var phases = """training.phases=[{"name":"embeddings","trainable":"embeddings","share":1},{"name":"full","share":2}]""";
        var run = _tiny.Trained("run", "--set", phases);

        var lines = File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["begin", "checkpoint", "end", "evaluation", "phase", "step"], lines.Select(line => line.GetProperty("kind").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(line.GetProperty("step").GetInt64() <= 4 ? "embeddings" : "full", line.GetProperty("phase").GetString()));
    }

    [Theory]
    [InlineData("--max-tokens", "400", 5)]
    [InlineData("--max-epochs", "0.1", null)]
    [InlineData("--max-minutes", "0.001", null)]
    public void The_first_limit_that_is_reached_ends_the_training(string option, string value, int? steps)
    {
        var (code, output, _) = _tiny.Train("run", option, value, "--max-steps", "100000", "--json");
        var made = TinyCommands.LastLine(output).GetProperty("steps").GetInt64();

        Assert.Equal(0, code);
        Assert.InRange(made, steps ?? 1, steps ?? 2000);
    }

    [Fact]
    public void A_training_that_diverges_says_so_in_words_and_in_json()
    {
        var (code, output, errors) = _tiny.Train("run", "--set", "optimizer.kind=sgd", "--set", "schedule.peakRate=1e38", "--max-steps", "200", "--json");

        Assert.Equal(1, code);
        Assert.Equal("divergence", TinyCommands.LastLine(output).GetProperty("endReason").GetString());
        Assert.Contains("schedule.peakRate", errors);
        Assert.False(File.Exists(Path.Combine(_tiny.Folder("run"), "DONE")));
    }

    [Fact]
    public void The_end_of_the_training_is_told_and_its_signatures_can_be_copied_whole()
    {
        var (_, output, _) = _tiny.Train("run", "--set", "schedule.peakRate=1e-30", "--set", "evaluation.everySteps=2", "--set", "evaluation.patience=2");

        Assert.Contains("ended early after step 6: out of patience, the best evaluation is that of step 2", output);
        var done = JsonDocument.Parse(File.ReadAllText(Path.Combine(_tiny.Folder("run"), "DONE"))).RootElement;
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Contains("  test: " + done.GetProperty("test").GetProperty("signature").GetString(), lines);
        Assert.Contains("Run folder: " + _tiny.Folder("run"), lines);
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        double Loss(string name, string seed) =>
            TinyCommands.LastLine(_tiny.Train(name, "--seed", seed, "--json").Output).GetProperty("test").GetProperty("loss").GetDouble();

        Assert.Equal(Loss("a", "5"), Loss("b", "5"));
        Assert.NotEqual(Loss("c", "5"), Loss("d", "6"));
    }

    [Theory]
    [InlineData("bfloat16")]
    [InlineData("float32")]
    public void The_precision_is_taken_and_kept_by_its_name(string precision)
    {
        var run = _tiny.Trained("run", "--precision", precision, "--max-steps", "2");

        Assert.Contains($"\"precision\": \"{precision}\"", File.ReadAllText(Path.Combine(run, "config.json")));
        Assert.Equal(0, CommandLine.Run("generate", run, "--tokens", "2").ExitCode);
    }

    public void Dispose() => _tiny.Dispose();

    private static void AssertMeasured(JsonElement summary, string split)
    {
        var measured = summary.GetProperty(split);
        Assert.Equal(Math.Exp(measured.GetProperty("loss").GetDouble()), measured.GetProperty("perplexity").GetDouble(), 9);
        Assert.InRange(measured.GetProperty("accuracy").GetDouble(), 0.01, 0.9);
        Assert.Equal(summary.GetProperty("corpus").GetProperty(split).GetInt64(), measured.GetProperty("tokens").GetInt64());
        Assert.Matches($"^words\\|vocabulary:15:[0-9a-f]{{8}}\\|eos:scored\\|context:10\\|stride:10\\|tail:scored\\|float32\\|{split}:[0-9a-f]{{8}}$", measured.GetProperty("signature").GetString());
    }
}
