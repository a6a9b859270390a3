using System.Text.RegularExpressions;

namespace Weft.Tests.Architecture;

/// <summary>What trains, saves and samples knows no task: neither words nor their figures, nor a model by its name.</summary>
public partial class TaskWallTests
{
    private const int Milliseconds = 5_000;

    // Whole folders, so that a file that comes is behind the wall.
    private static readonly string[] Folders = ["Training/", "Training/Planning/", "Training/Steps/", "Sampling/", "Sampling/Curriculum/", "Sampling/Dynamic/", "Sampling/Static/", "Sampling/Structures/", "Optimization/"];

    // What wires a training, what a program gives to one, and what uses a trained model.
    private static readonly string[] Outside =
    [
        "Training/TrainingRun.cs", "Training/TrainingParts.cs", "Training/ProgramTraining.cs", "Training/LoadedModel.cs", "Training/LoadedModel.Tasks.cs", "Training/RunEvaluation.cs",
    ];

    private static readonly string[] Besides =
    [
        "Runs/State/FrozenHash.cs", "Runs/State/LossWatch.cs", "Runs/State/TrainingState.cs", "Training/Starting/ResumedState.cs", "Runs/SamplingFolder.cs", "Runs/WeightsEvaluation.cs",
        "Runs/Checkpoints/Checkpoint.cs", "Runs/Checkpoints/CheckpointFolder.cs", "Runs/Checkpoints/SamplerMemory.cs", "Runs/Checkpoints/CheckpointSearch.cs",
        "Tasks/ITask.cs", "Tasks/ISplitMeter.cs", "Tasks/ExampleBatch.cs", "Tasks/Criterion.cs", "Tasks/PassSettings.cs",
    ];

    [Fact]
    public void The_trainer_names_neither_words_nor_perplexity_nor_a_task()
    {
        var sources = Repository.SourcesBelow("src/Weft").ToDictionary(file => file.Path, file => file.Text);
        var behind = sources.Keys.Where(path => Folders.Contains(path[..(path.LastIndexOf('/') + 1)])).Except(Outside).Concat(Besides).ToList();

        Assert.All(behind, path => Assert.Empty(NamesIn(sources[path])));
        // The scan sees what is there, and each exception is one.
        Assert.InRange(behind.Count, 60, 150);
        Assert.All(Outside, path => Assert.NotEmpty(NamesIn(sources[path])));
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

    [GeneratedRegex(@"Vocabulary|Perplexity|LanguageModel|Weft\.Tasks\.(?!Passes)[A-Z]\w*|Tokenizer|TokenThinning|TokenStore|TransformerModel", RegexOptions.None, Milliseconds)]
    private static partial Regex Name();
}
