using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public sealed class WrongUseTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Theory]
    [InlineData("There is no option --sett; did you mean --set?", "train", "--sett")]
    [InlineData("There is no option --sett; did you mean --set?", "train", "--sett", "seed=1")]
    [InlineData("There is no option --promt; did you mean --prompt?", "generate", "run", "--promt", "the")]
    [InlineData("There is no verb trian; did you mean train?", "trian")]
    [InlineData("RUN", "generate")]
    [InlineData("RUN", "evaluate")]
    [InlineData("'--prompt'", "generate", "run", "--prompt")]
    [InlineData("--tokens is many; it must be a whole number.", "generate", "run", "--tokens", "many")]
    [InlineData("--temperature is 0,8; write 0.8.", "generate", "run", "--temperature", "0,8")]
    [InlineData("--words is 30,000; write 30000.", "vectors", "nearest", "river", "--vectors", "v.txt", "--words", "30,000")]
    [InlineData("--from is 1,5e-3; write 1.5e-3.", "tune", "lr", "--from", "1,5e-3")]
    [InlineData("--max-steps was given 2 times (5, 6); give it once.", "train", "--max-steps", "5", "--max-steps", "6")]
    [InlineData("--top-p was given 3 times (0.5, 0.6, 0.7); give it once.", "generate", "run", "--top-p", "0.5", "--top-p", "0.6", "--top-p", "0.7")]
    [InlineData("--out was given 2 times (a, b); give it once.", "evaluate", "run", "--out", "a", "--out", "b")]
    [InlineData("other is one argument too many; evaluate takes RUN.", "evaluate", "run", "other")]
    [InlineData("other is one argument too many; doctor takes options alone.", "doctor", "other")]
    [InlineData("There is no verb trian; did you mean train?", "help", "trian")]
    [InlineData("There is no verb rl; did you mean lr?", "tune", "rl", "--help")]
    [InlineData("SHELL is fish; it must be one of bash, zsh, pwsh.", "completion", "fish")]
    public void What_the_verbs_do_not_take_is_named_with_the_way_to_the_help(string named, params string[] arguments) =>
        Refusal.AssertIs(2, CommandLine.Run(arguments), named);

    [Theory]
    [InlineData("schedule.peekRate is not a setting; did you mean schedule.peakRate?", "--set", "schedule.peekRate=1")]
    [InlineData("schedule.peakRate is -1; it must be above 0.", "--set", "schedule.peakRate=-1")]
    [InlineData("--set seed has no value; write it as --set schedule.peakRate=0.001.", "--set", "seed")]
    [InlineData("budget.steps is 0; it must be above 0.", "--max-steps", "0")]
    [InlineData("budget.steps is \"few\"; it must be a whole number.", "--max-steps", "few")]
    [InlineData("seed is \"x\"; it must be a whole number.", "--seed", "x")]
    [InlineData("sampling.sampler is \"fair\"; it must be one of uniform, static, dynamic, worth.", "--sampler", "fair")]
    [InlineData("sampling.sampler is dynamic; it must be uniform, without sampling.curriculum.startCompetence, where training.batching is stream", "--sampler", "dynamic", "--batching", "stream")]
    [InlineData("sampling.order is \"sorted\"; it must be one of random, spaced.", "--set", "sampling.order=sorted")]
    [InlineData("sampling.order is spaced; it must be random where sampling.sampler is not uniform: its chunks come at distances of their own.", "--sampler", "static", "--set", "sampling.order=spaced")]
    [InlineData("sampling.order is spaced; it must be random where sampling.sampler is not uniform: its chunks come at distances of their own.", "--sampler", "dynamic", "--set", "sampling.order=spaced")]
    [InlineData("sampling.order is spaced; it must be random where training.batching is stream or random: columns", "--batching", "stream", "--set", "sampling.order=spaced")]
    [InlineData("sampling.order is spaced; it must be random where training.batching is stream or random: columns", "--batching", "random", "--set", "sampling.order=spaced")]
    [InlineData("sampling.orderJitter is -0.1; it must be from 0 to 1.", "--set", "sampling.orderJitter=-0.1")]
    [InlineData("sampling.orderJitter is 1.5; it must be from 0 to 1.", "--set", "sampling.orderJitter=1.5")]
    [InlineData("sampling.static.from is luck; it must be audit, length, rarity, file:PATH or run:FOLDER.", "--sampler", "static", "--set", "sampling.static.from=luck")]
    [InlineData("sampling.static.garbage is 2; it must be from 0 to 1.", "--set", "sampling.static.garbage=2")]
    [InlineData("sampling.worth.share is 0; it must be above 0 and at most 1.", "--set", "sampling.worth.share=0")]
    [InlineData("sampling.worth.lowest is 0; it must be above 0 and at most 1: what is never taken is never looked at again.", "--set", "sampling.worth.lowest=0")]
    [InlineData("sampling.dynamic.lowestKeep is 0.1; it must be from 0.25 to 1, so that no weight exceeds 4.", "--set", "sampling.dynamic.lowestKeep=0.1")]
    [InlineData("sampling.dynamic.restoreAt is 2; it must be from 0 to 1.", "--set", "sampling.dynamic.restoreAt=2")]
    [InlineData("sampling.thinning.keep is 0; it must be from 0.25 to 1, so that no weight exceeds 4.", "--set", "sampling.thinning.keep=0")]
    [InlineData("sampling.curriculum.startLength is -1; it must be at least 0.", "--set", "sampling.curriculum.startLength=-1")]
    [InlineData("sampling.wordDropout is 1; it must be at least 0 and below 1.", "--set", "sampling.wordDropout=1")]
    [InlineData("data.tokenizer is bpe:100; its size must be from 257 (every byte and the end of text) to 1000000.", "--tokenizer", "bpe:100")]
    [InlineData("preset is 5; it must be one of reference, method, small, gpt2-small, classify, match, match-apart, tag, translate, answer, caption.", "--preset", "5")]
    [InlineData("preset is {}; it must be one of reference, method, small, gpt2-small, classify, match, match-apart, tag, translate, answer, caption.", "--set", "preset={}")]
    [InlineData("training.phases is [null]; it must hold phases alone.", "--set", "training.phases=[null]")]
    [InlineData("training.phases tranable is not a setting; did you mean trainable?", "--set", """training.phases=[{ "tranable": "all" }]""")]
    [InlineData("training.phases schedule.peekRate is not a setting; did you mean schedule.peakRate?", "--set", """training.phases=[{ "schedule": { "peekRate": 1 } }]""")]
    [InlineData(
        "training.phases[1].trainable is \"head\"; it must be one of all, embeddings, embeddings-and-decoder, named.",
        "--set", """training.phases=[{ "name": "a" }, { "trainable": "head" }]""")]
    [InlineData("training.phases[0].optimizer.beta1 is \"x\"; it must be a number.", "--set", """training.phases=[{ "optimizer": { "beta1": "x" } }]""")]
    [InlineData("training.phases (full) schedule.peakRate is -1; it must be above 0.", "--set", """training.phases=[{ "schedule": { "peakRate": -1 } }]""")]
    [InlineData("training.phases (full) share is 0; it must be above 0.", "--set", """training.phases=[{ "share": 0 }]""")]
    [InlineData("training.phases name is full 2 times; it must be another for each phase.", "--set", "training.phases=[{}, {}]")]
    [InlineData("training.phases (full) parameters is []; it must name parameters where trainable is named", "--set", """training.phases=[{ "trainable": "named" }]""")]
    [InlineData(
        "training.phases (full) parameters is layers.7.*; it must name parameters of the model: ", "--set",
        """training.phases=[{ "trainable": "named", "parameters": ["layers.7.*", "embedding.*"] }]""")]
    [InlineData(
        "training.phases (full) optimizerState is keep; it must be reset where the kind of optimizer changes.", "--set",
        """training.phases=[{ "name": "a", "optimizer": { "kind": "sgd" } }, { "optimizerState": "keep" }]""")]
    [InlineData("evaluation.weights is average; it must be raw where optimizer.averageDecay is 0.", "--set", "evaluation.weights=average")]
    [InlineData("runtime.precision is \"half\"; it must be one of auto, float32, bfloat16.", "--precision", "half")]
    [InlineData("runtime.threads is \"many\"; it must be a whole number.", "--threads", "many")]
    [InlineData("runtime.threads is -1; it must be from 0 to 4096.", "--threads", "-1")]
    [InlineData("runtime.rowsAtOnce is -1; it must be from 0 to 1048576.", "--set", "runtime.rowsAtOnce=-1")]
    [InlineData("data.invalidUtf8 is \"skip\"; it must be one of fail, replace.", "--invalid-utf8", "skip")]
    [InlineData("training.batching is \"rows\"; it must be one of chunks, stream, padded, random.", "--batching", "rows")]
    [InlineData("training.padding is \"top\"; it must be one of right, left.", "--padding", "top")]
    [InlineData("data.tokenizer is letters; it must be auto, bpe, bpe:SIZE, words, blanks, characters, bytes", "--tokenizer", "letters")]
    [InlineData("data.tokenizer is tiktoken:p50k_base; it must name one of cl100k_base, o200k_base, r50k_base, gpt2.", "--tokenizer", "tiktoken:p50k_base")]
    [InlineData("device is tpu; it must be auto, cpu, cuda or cuda:N, or several of them with commas between, one for each worker.", "--device", "tpu")]
    public void A_wrong_setting_is_said_with_key_value_and_rule_and_no_run_folder_is_left(string message, params string[] arguments)
    {
        Refusal.AssertIs(2, _tiny.Train("run", arguments), message);

        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("generate")]
    public void Weights_that_are_not_there_are_refused(string verb)
    {
        var run = _tiny.Trained("run");

        Refusal.AssertIs(2, CommandLine.Run(verb, run, "--weights", "mean"), "--weights is mean; it must be raw or average.");
        Refusal.AssertIs(2, CommandLine.Run(verb, run, "--weights", "average"), "kept no averaged weights");
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_the_remedy()
    {
        Assert.SkipWhen(Weft.Runtime.Devices.CudaCount > 0, "There is a CUDA device here.");

        Refusal.AssertIs(2, _tiny.Train("run", "--device", "cuda"), "device is cuda; it must be auto or cpu here", "-p:TorchBackend=cuda");
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Fact]
    public void A_number_can_name_a_folder_of_text() =>
        Refusal.AssertIs(1, CommandLine.Run("prepare", "--data", "2024"), "There is no file or folder", "2024");

    [Theory]
    [InlineData("{ \"seed\": 1,\n oops }", 1, "config.json cannot be read: line 2")]
    [InlineData("", 1, "config.json cannot be read: line 1")]
    [InlineData("{ \"seed\": 1, \"seed\": 2 }", 1, "config.json cannot be read: Duplicate property 'seed'")]
    [InlineData("[1]", 1, "config.json cannot be read")]
    [InlineData("null", 1, "config.json is empty")]
    [InlineData("{ \"sed\": 1 }", 2, "sed is not a setting; did you mean seed?")]
    [InlineData("{ \"model\": { \"width\": 9 } }", 2, "model.width is not a setting")]
    [InlineData("{ \"model\": 5 }", 2, "model is 5; it must ")]
    public void A_configuration_that_cannot_be_taken_is_named(string text, int code, string message)
    {
        File.WriteAllText(_tiny.Folder("config.json"), text);

        Refusal.AssertIs(code, CommandLine.Run("train", _tiny.Folder("config.json"), "--out", _tiny.Folder("run")), message);
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Fact]
    public void A_configuration_that_is_missing_is_named() =>
        Refusal.AssertIs(1, CommandLine.Run("train", _tiny.Folder("no.json")), "There is no configuration at", "no.json");

    [Fact]
    public void A_run_folder_that_exists_is_left_as_it_is()
    {
        Directory.CreateDirectory(_tiny.Folder("run"));
        File.WriteAllText(_tiny.Folder("run/precious.txt"), "mine");

        Refusal.AssertIs(2, _tiny.Train("run"), _tiny.Folder("run") + " exists. Name another (--out): there is no run in it, and what is in it is not Weft's to replace.");
        Assert.Equal(["precious.txt"], Directory.GetFileSystemEntries(_tiny.Folder("run")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--set seed", "--set", "seed=2")]
    [InlineData("--set workers.reproducible", "--set", "workers.timeoutSeconds=5", "--set", "workers.reproducible=true")]
    [InlineData("--seed", "--seed", "2")]
    [InlineData("--out", "--out", "elsewhere")]
    [InlineData("--threads", "--threads", "1")]
    [InlineData("--precision", "--precision", "float32")]
    public void Options_that_would_change_a_run_do_not_go_with_resume(string named, params string[] arguments) =>
        Refusal.AssertIs(2, CommandLine.Run(["train", "--resume", _tiny.Folder("run"), .. arguments]), $"{named} does not go with --resume");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7")]
    [InlineData("")]
    public void A_split_that_does_not_exist_is_named(string split) =>
        Refusal.AssertIs(2, CommandLine.Run("evaluate", "run", "--split", split), $"--split is {split}; it must be train, validation, test or all.");

    [Theory]
    [InlineData("--tokens is 0; it must be above 0.", "--tokens", "0")]
    [InlineData("--temperature is -1; it must be at least 0.", "--temperature", "-1")]
    [InlineData("--top-p is 1.5; it must be above 0 and at most 1.", "--top-p", "1.5")]
    [InlineData("--stop is empty; it must be a text.", "--stop", "")]
    public void A_wrong_way_to_choose_tokens_is_named(string message, params string[] arguments) =>
        Refusal.AssertIs(2, CommandLine.Run(["generate", "run", .. arguments]), message);

    [Theory]
    [InlineData("runtime.precision is \"half\"; it must be one of auto, float32, bfloat16.", "--precision", "half")]
    [InlineData("runtime.threads is \"many\"; it must be a whole number.", "--threads", "many")]
    [InlineData("runtime.threads is 5000; it must be from 0 to 4096.", "--threads", "5000")]
    public void A_wrong_way_to_compute_is_named_by_every_verb_that_computes(string message, params string[] arguments)
    {
        Refusal.AssertIs(2, CommandLine.Run(["evaluate", "run", .. arguments]), message);
        Refusal.AssertIs(2, CommandLine.Run(["generate", "run", .. arguments]), message);
    }

    public void Dispose() => _tiny.Dispose();
}
