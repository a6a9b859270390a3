using System.Text.RegularExpressions;

namespace Weft.Tests.Architecture;

/// <summary>What trains, saves and samples knows no task: neither words nor their figures, nor a model by its name.</summary>
public partial class TaskWallTests
{
    private const int Milliseconds = 5_000;

    private static readonly string[] OfTheTrainer =
    [
        "Training/Trainer.cs", "Training/GradientStep.cs", "Training/StepBatches.cs", "Training/MicroBatch.cs", "Training/BatchQueue.cs", "Training/ExampleFeed.cs", "Training/ModelProbe.cs",
        "Training/PhaseBorder.cs", "Training/ParameterFreezer.cs", "Runs/FrozenHash.cs", "Runs/LossWatch.cs", "Training/RunResults.cs",
        "Runs/TrainingState.cs", "Training/Starting/ResumedState.cs", "Training/TrainingPlan.cs", "Runs/SamplingFolder.cs", "Runs/WeightsEvaluation.cs",
        "Runs/Checkpoints/Checkpoint.cs", "Runs/Checkpoints/CheckpointFolder.cs", "Runs/Checkpoints/SamplerMemory.cs",
        "Runs/Checkpoints/CheckpointSearch.cs", "Optimization/Optimizer.cs", "Optimization/GradientNorm.cs",
        "Tasks/ITask.cs", "Tasks/ExampleBatch.cs", "Tasks/Criterion.cs", "Tasks/PassSettings.cs", "Sampling/IExamples.cs",
    ];

    [Fact]
    public void The_trainer_names_neither_words_nor_perplexity_nor_a_task()
    {
        var sources = Repository.SourcesBelow("src/Weft").ToDictionary(file => file.Path, file => file.Text);

        Assert.All(OfTheTrainer, path => Assert.Empty(NamesIn(sources[path])));
    }

    [Theory]
    [InlineData("using Weft.Tasks.LanguageModelling;")]
    [InlineData("TransformerLanguageModel model,")]
    [InlineData("store.Vocabulary.Count,")]
    [InlineData("result.Perplexity")]
    [InlineData("new TokenThinning(options)")]
    public void The_scan_knows_each_of_them(string line) => Assert.NotEmpty(NamesIn(line));

    [Fact]
    public void Comments_may_explain() => Assert.Empty(NamesIn("/// <summary>For a language model the perplexity.</summary>\nusing Weft.Tasks;"));

    /// <summary>The names of a task that stand in code.</summary>
    private static IEnumerable<string> NamesIn(string text) => text.Split('\n')
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .SelectMany(line => Name().Matches(line))
        .Select(match => match.Value);

    [GeneratedRegex(@"Vocabulary|Perplexity|LanguageModel|Weft\.Tasks\.[A-Z]\w*|Tokenizer|TokenThinning|TokenStore|TransformerModel", RegexOptions.None, Milliseconds)]
    private static partial Regex Name();
}
