using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Training.Starting;

/// <summary>What is said where something is asked of a model that it has not learnt: what it does, and how to ask for that.</summary>
internal static class OtherTask
{
    /// <summary>A task as settings write it.</summary>
    public static string NameOf(TaskKind task) => task == TaskKind.LanguageModelling ? "language-modelling" : task.ToString().ToLowerInvariant();

    /// <summary>The error.</summary>
    /// <param name="folder">The run that the model is of.</param>
    /// <param name="options">Its options.</param>
    public static ConfigurationException Error(RunFolder folder, RunOptions options) => new(options.Plugins?.Task is { } own
        ? $"{folder.Path} was trained with the task {own} of a program: it predicts classes of tokens. Ask it in C#: TrainedModel.PredictTokens(…)."
        : $"{folder.Path} was trained with task={NameOf(options.Task)}: " + options.Task switch
        {
            TaskKind.Classification => $"it labels texts, and writes none.{Environment.NewLine}Let it label one: weft predict {ShellQuote.Of(folder.Path)} --text \"…\" (in C# TrainedModel.Predict)",
            TaskKind.Matching => $"it labels pairs of texts, and writes none.{Environment.NewLine}Let it label one: weft predict {ShellQuote.Of(folder.Path)} --text \"…\" --second \"…\" (in C# TrainedModel.PredictPair)",
            TaskKind.Answering => $"it answers questions on texts, and neither labels nor writes any.{Environment.NewLine}Ask it one: weft predict {ShellQuote.Of(folder.Path)} --text \"…\" --question \"…\" (in C# TrainedModel.Answer)",
            TaskKind.Tagging => $"it tags the words of texts, and neither labels nor writes any.{Environment.NewLine}Let it tag one: weft predict {ShellQuote.Of(folder.Path)} --text \"…\" (in C# TrainedModel.Tag)",
            TaskKind.Translation => $"it translates texts, and neither labels any nor writes on.{Environment.NewLine}Let it translate one: weft predict {ShellQuote.Of(folder.Path)} --text \"…\" (in C# TrainedModel.Translate)",
            TaskKind.Captioning => $"it captions pictures, and neither labels texts nor writes on.{Environment.NewLine}Let it caption one: weft predict {ShellQuote.Of(folder.Path)} --image FILE (in C# TrainedModel.Caption)",
            _ => $"it has no labels to predict.{Environment.NewLine}Let it write: weft generate {ShellQuote.Of(folder.Path)} (in C# TrainedModel.Generate)",
        });
}
