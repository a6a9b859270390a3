using Weft.Data;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Own;
using Weft.Text.Tokenizers;

namespace Weft.Training.Starting;

/// <summary>The parts of a training that a program brings itself; null is Weft's own.</summary>
internal sealed record Plugins
{
    /// <summary>What <c>data.tokenizer</c> begins with where a program brings the tokenizer; its type follows.</summary>
    private const string OwnTokenizer = "own:";

    /// <summary>None.</summary>
    public static Plugins None { get; } = new();

    /// <summary>Turns text into tokens.</summary>
    public ITokenizer? Tokenizer { get; init; }

    /// <summary>What is learnt.</summary>
    public ITextTask? Task { get; init; }

    /// <summary>Makes what chooses the examples.</summary>
    public Func<SamplerFeed, ISampler>? Sampler { get; init; }

    /// <summary>Sets the learning rate.</summary>
    public ISchedule? Schedule { get; init; }

    /// <summary>What is measured besides.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];

    /// <summary>What <c>data.tokenizer</c> is to be for a tokenizer of a program's.</summary>
    public static string NameOf(ITokenizer tokenizer) => OwnTokenizer + tokenizer.GetType().FullName;

    /// <summary>The names of these, for the run's <c>config.json</c>; null where there is none.</summary>
    /// <param name="sampler">The sampler that was made.</param>
    /// <param name="resumed">The run that goes on, and its options; null where one begins.</param>
    /// <exception cref="ConfigurationException">The run was begun with another kind of sampler, which is known when it was made.</exception>
    public PluginNames? NamesWith(ISampler sampler, (RunFolder Folder, RunOptions Options)? resumed)
    {
        var names = new PluginNames { Task = NameOfTask(), Sampler = (sampler as CheckedSampler)?.Name, Schedule = Schedule?.GetType().FullName, Metrics = NamesOfMetrics() };
        if (resumed is var (folder, options))
        {
            var problems = new Problems();
            Require(problems, folder, "sampler", options.Plugins?.Sampler, names.Sampler, "UseSampler(feed => …)");
            problems.ThrowIfAny();
        }
        return names == new PluginNames() ? null : names;
    }

    /// <summary>The options with the task that a program brings, where it does.</summary>
    public RunOptions WithTask(RunOptions options, Problems problems)
    {
        if (options.Task == TaskKind.Own && Task is null)
            problems.Add($"The options are of a training with a program's own task, {options.Plugins?.Task}: give it with UseTask(…), or set their Task.");
        if (Task is null)
            return options;
        if (TaskClasses.AreNamed(options.Task) || options.Task is TaskKind.Translation or TaskKind.Captioning)
            problems.Add($"UseTask does not go with task={options.Task.ToString().ToLowerInvariant()}: leave one of them out.");
        CheckedTask.Validate(Task, problems);
        return problems.Found.Count > 0 ? options : options with { Task = TaskKind.Own, Plugins = new PluginNames { Task = NameOfTask() } };
    }

    /// <summary>Notes what does not go together with the options.</summary>
    public void Validate(RunOptions options, Problems problems)
    {
        if (Sampler is not null && options.Training.Batching is BatchingMode.Stream or BatchingMode.Random)
            problems.Add($"UseSampler does not go with training.batching {options.Training.Batching.ToString().ToLowerInvariant()}, which has an order of its own; take chunks or padded.");
        if (Sampler is not null && options.Sampling.Order != EpochOrder.Random)
            problems.Add("UseSampler does not go with sampling.order spaced: the program's sampler has an order of its own.");
        if (Schedule is not null && options.Training.Phases.FirstOrDefault(phase => phase?.Schedule is not null) is { } phase)
            problems.Add($"UseSchedule does not go with training.phases ({phase.Name}) schedule: leave one of them out.");
        if (Tokenizer?.FixedVocabulary is not null && options.Data.Vocabularies == VocabularySharing.Separate)
            problems.Add("UseTokenizer does not go with data.vocabularies=separate where the tokenizer has a vocabulary of its own: set data.vocabularies=shared.");
        RequireTokens(options, problems);
        foreach (var (index, metric) in Metrics.Index())
        {
            problems.Require(
                LanguageFigures.IsFree(metric.Name) && Metrics.Take(index).All(before => before.Name != metric.Name), "UseMetric's name", metric.Name,
                "be letters and digits that begin with a small letter, and no other figure's");
        }
    }

    /// <summary>Refuses to go on with a run without the parts that it was begun with, or with others.</summary>
    /// <exception cref="ConfigurationException">With everything that is missing or too much, and the remedy.</exception>
    public void RequireThoseOf(RunFolder run, RunOptions options)
    {
        var problems = new Problems();
        RequireTokenizerOf(run, options, problems);
        RequireTaskOf(run, options, problems);
        var names = options.Plugins ?? new PluginNames();
        Require(problems, run, "sampler", names.Sampler, Sampler is null ? null : names.Sampler ?? "one of the program's", "UseSampler(feed => …)");
        Require(problems, run, "schedule", names.Schedule, Schedule?.GetType().FullName, "UseSchedule(…)");
        Require(problems, run, "metrics", names.Metrics, NamesOfMetrics(), "UseMetric(…)");
        problems.ThrowIfAny();
    }

    /// <summary>Refuses to use a run's model without the tokenizer and the task that a program brought, or with others; and figures that its task has not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ConfigurationException">They are not there, or they are others.</exception>
    public void RequireForUse(RunFolder run, RunOptions options)
    {
        var problems = new Problems();
        RequireTokenizerOf(run, options, problems);
        RequireTaskOf(run, options, problems);
        RequireTokens(options, problems);
        problems.ThrowIfAny();
    }

    private void RequireTokens(RunOptions options, Problems problems)
    {
        if ((TaskClasses.AreOfRecords(options.Task) || options.Task == TaskKind.Answering) && Metrics.Count > 0)
            problems.Add($"The figure '{Metrics[0].Name}' is measured token by token, and {(options.Task == TaskKind.Answering ? "answers have several" : "a classifier predicts none")}. Leave it out, or train with task=language-modelling.");
    }

    private string? NameOfTask() => Task is null ? null : new CheckedTask(Task).Description;

    private string? NamesOfMetrics() =>
        Metrics.Count == 0 ? null : string.Join(", ", Metrics.Select(metric => $"{metric.Name} ({metric.Make().GetType().FullName})").Order(StringComparer.Ordinal));

    private void RequireTokenizerOf(RunFolder run, RunOptions options, Problems problems)
    {
        var name = options.Data.Tokenizer;
        Require(
            problems, run, "tokenizer", name.StartsWith(OwnTokenizer, StringComparison.Ordinal) ? name[OwnTokenizer.Length..] : null,
            Tokenizer?.GetType().FullName, "UseTokenizer(…) before Resume, OpenOptions.Tokenizer to use the model");
    }

    private void RequireTaskOf(RunFolder run, RunOptions options, Problems problems)
    {
        var before = problems.Found.Count;
        if (Task is not null)
            CheckedTask.Validate(Task, problems);
        if (problems.Found.Count == before)
            Require(problems, run, "task", options.Plugins?.Task, NameOfTask(), "UseTask(…) before Resume, OpenOptions.Task to use the model");
    }

    private static void Require(Problems problems, RunFolder run, string part, string? before, string? now, string remedy)
    {
        if (before == now)
            return;
        problems.Add(before is null ? $"{run.Path} was begun with Weft's own {part}, not {now}: leave it out."
            : $"{run.Path} was begun with the {part} {before} of a program, and {(now is null ? "none was given" : $"{now} is another")}. Give it again in C#: {remedy}.");
    }
}
