using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>Whatever is wrong with a command line is told in one go: numbers that are none, values out of range, and settings.</summary>
public sealed class AllMistakesTogetherTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    public static TheoryData<string[], string[]> Lines => new()
    {
        {
            ["train", "--seed", "x", "--max-steps", "0", "--set", "schedule.peekRate=1", "--max-tokens", "5", "--max-tokens", "6"],
            [
                "--max-tokens was given 2 times (5, 6); give it once.",
                "schedule.peekRate is not a setting; did you mean schedule.peakRate?",
                "seed is \"x\"; it must be a whole number.",
                "budget.steps is 0; it must be above 0.",
            ]
        },
        {
            ["train", "--resume", "run", "--seed", "2", "--out", "a", "--max-steps", "0", "--set", "workers.timeoutSeconds=0"],
            [
                "--seed does not go with --resume: a run keeps the options that it began with, except for its budget, workers.timeoutSeconds and workers.checkSteps.",
                "--out does not go with --resume: a run keeps the options that it began with, except for its budget, workers.timeoutSeconds and workers.checkSteps.",
                "budget.steps is 0; it must be above 0.",
                "workers.timeoutSeconds is 0; it must be from 1 to 86400.",
            ]
        },
        {
            ["tune", "lr", "--from", "0", "--steps", "3", "--set", "seed=x", "--set", "model.layers=0"],
            [
                "--from is 0; it must be above 0.",
                "--steps is 3; it must be from 20 to 1000000.",
                "seed is \"x\"; it must be a whole number.",
                "model.layers is 0; it must be from 1 to 512.",
            ]
        },
        {
            // The last rate is above the first one's default, and may not be compared with it.
            ["tune", "lr", "--from", "0,1", "--to", "1e-9", "--steps", "3", "--set", "seed=x"],
            ["--from is 0,1; write 0.1.", "--steps is 3; it must be from 20 to 1000000.", "seed is \"x\"; it must be a whole number."]
        },
        {
            ["vectors", "train", "--dimension", "0", "--window", "many", "--alpha", "2", "--set", "data.tokenizer=letters", "--set", "model.layers=2", "--threads", "-1"],
            [
                "--window is many; it must be a whole number.",
                "Option '--out' is required.",
                "--dimension is 0; it must be from 1 to 4096.",
                "--alpha is 2; it must be from 0 to 1.",
                "--set model.layers=2: this verb does not use model.layers. It uses data.*, seed, runtime.threads.",
                "data.tokenizer is letters; it must be auto,",
                "runtime.threads is -1; it must be from 0 to 4096.",
            ]
        },
        {
            ["evaluate", "--split", "none", "--stride", "-1", "--matrix-words", "0", "--confused-pairs", "x", "--weights", "mean", "--threads", "-1"],
            [
                "--confused-pairs is x; it must be a whole number.",
                "Required argument 'RUN' missing for command: 'evaluate'.",
                "--split is none; it must be train, validation, test or all.",
                "evaluation.stride is -1; it must be from 0 to training.context.",
                "evaluation.matrixWords is 0; it must be from 1 to 1000.",
                "--weights is mean; it must be raw or average.",
                "runtime.threads is -1; it must be from 0 to 4096.",
            ]
        },
        {
            ["evaluate", "run", "--split", "all", "--data", "a.txt", "--tokens-out", "t.tsv"],
            [
                "--split does not go with --data: a text of your own is measured as a whole. Leave one of them out.",
                "--tokens-out takes the tokens of one split, and --split is all. Name one: --split test.",
            ]
        },
        {
            ["generate", "run", "--tokens", "0", "--top-p", "0,5", "--weights", "mean", "--precision", "half", "--quiet", "--verbosity", "detailed"],
            [
                "--top-p is 0,5; write 0.5.",
                "--tokens is 0; it must be above 0.",
                "--weights is mean; it must be raw or average.",
                "runtime.precision is \"half\"; it must be one of auto, float32, bfloat16.",
                "--quiet does not go with --verbosity detailed: give one of them.",
            ]
        },
        {
            ["predict", "run", "--weights", "mean", "--threads", "many", "--device", "tpu"],
            [
                "--weights is mean; it must be raw or average.",
                "runtime.threads is \"many\"; it must be a whole number.",
                "runtime.device is tpu; it must be auto, cpu, cuda or cuda:N, or several of them with commas between, one for each worker.",
            ]
        },
        {
            ["vectors", "nearest", "river", "--vectors", "v.txt", "--words", "-1", "--count", "0"],
            ["--words is -1; it must be at least 0.", "--count is 0; it must be at least 1."]
        },
        {
            ["compare", "--jobs", "x", "--seeds", "0", "--variant", "a: model.layers=0", "--max-steps", "5", "--verbosity", "loud"],
            [
                "--jobs is x; it must be a whole number.",
                "--verbosity is loud; it must be quiet, normal or detailed.",
                "--seeds is 0; it must be a number of seeds, at least 1, or a list such as 1,2,5.",
                "variant a: model.layers is 0; it must be from 1 to 512.",
            ]
        },
        {
            ["verify-resume", "--kill-at", "0", "--kill-seed", "x", "--set", "model.layers=0"],
            [
                "--kill-seed is x; it must be a whole number.",
                "model.layers is 0; it must be from 1 to 512.",
                "--kill-at is 0; it must be above 0.",
            ]
        },
        {
            [
                "plan", "--workers", "12", "x", "0", "--network", "100", "--latency", "5", "--nvlink", "fast", "--parameters", "1,3B", "--flops", "400Q", "--step", "no", "--tokens", "0",
                "--per-machine", "many", "--quiet", "--verbosity", "detailed",
            ],
            [
                "--per-machine is many; it must be a whole number.",
                "--quiet does not go with --verbosity detailed: give one of them.",
                "--workers is x; it must be a whole number.",
                "--parameters is 1,3B; write 1.3B.",
                "--network is 100; it must be a number with a unit, where b is a bit and B a byte: 100Gb/s, 12.5GB/s, 800Mb/s.",
                "--latency is 5; it must be a number with a unit: 5us, 0.2ms, 1s.",
                "--nvlink is fast; it must be a number with a unit",
                "--flops is 400Q; it must be a number of operations a second: 400T, 1.2P, 400TFLOP/s.",
                "--step is no; it must be a number of seconds, or one with a unit: 0.25, 250ms.",
                "--step does not go with --flops",
                "--workers is 0; it must be at least 1.",
                "--tokens is 0; it must be from 1 to 1000000000000000.",
            ]
        },
        {
            ["prepare", "--documents", "page", "--set", "seed"],
            [
                "data.documents is \"page\"; it must be one of ",
                "--set seed has no value; write it as --set schedule.peakRate=0.001.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_mistake_has_its_line(string[] line, string[] problems)
    {
        var (code, output, errors) = CommandLine.Run(line);
        var told = errors.TrimEnd().Split(Environment.NewLine).Where(sentence => !sentence.StartsWith("weft ", StringComparison.Ordinal)).ToList();

        Assert.Equal((2, ""), (code, output));
        Assert.All(problems, problem => Assert.Single(told, sentence => sentence.StartsWith(problem, StringComparison.Ordinal)));
        Assert.True(told.Count == problems.Length, errors);
    }

    [Fact]
    public void A_configuration_that_is_missing_is_told_beside_a_wrong_number()
    {
        var (code, _, errors) = CommandLine.Run("tune", "lr", _tiny.Folder("no.json"), "--from", "x");

        Assert.Equal(2, code);
        Assert.Contains("--from is x; it must be a number.", errors);
        Assert.Contains("There is no configuration at", errors);
    }

    public void Dispose() => _tiny.Dispose();
}
