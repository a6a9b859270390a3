using Weft.Data.Store;
using Weft.Foundation;

namespace Weft.Tasks.Own;

/// <summary>A task that a program brought, whose answers are checked before they are believed.</summary>
internal sealed class CheckedTask
{
    private readonly ITextTask _task;

    /// <param name="task">The task.</param>
    public CheckedTask(ITextTask task) => (_task, Classes, IsCausal) = (task, [.. task.Classes], task.IsCausal);

    /// <summary>The names of its classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether a token sees only itself and those before it.</summary>
    public bool IsCausal { get; }

    /// <summary>All that must be the same where a run goes on: <c>capitals (Mine.Capitals), full attention, 2 classes 1f0c93ab</c>.</summary>
    public string Description =>
        $"{_task.Name} ({_task.GetType().FullName}), {(IsCausal ? "causal" : "full")} attention, {Classes.Count} classes {LabelTable.HashOf(Classes)[..8]}";

    /// <summary>Notes what is wrong with a task itself.</summary>
    public static void Validate(ITextTask task, Problems problems)
    {
        problems.Require(
            task.Name is { Length: > 0 } called && called.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'), "The Name of the task", task.Name,
            "be letters, digits and hyphens");
        problems.Require(task.Classes is { Count: > 1 }, "The number of Classes of the task", task.Classes?.Count, "be 2 or more");
        foreach (var (index, name) in (task.Classes ?? []).Index())
        {
            if (string.IsNullOrEmpty(name) || task.Classes!.Take(index).Contains(name, StringComparer.Ordinal))
                problems.Add($"Class {index} of the task is '{name}'; each must have a name of its own.");
        }
    }

    /// <summary>Asks the task.</summary>
    /// <param name="tokens">What for.</param>
    /// <param name="most">How many inputs there may be.</param>
    /// <param name="placeOf">Says where the tokens stand, for errors.</param>
    /// <exception cref="InvalidOperationException">It gave what cannot be learnt; names the document.</exception>
    public TaskExample Ask(DocumentTokens tokens, int most, Func<string> placeOf)
    {
        var example = _task.ExampleOf(tokens);
        return ProblemOf(example, tokens.Vocabulary.Count, most) is { } problem
            ? throw new InvalidOperationException($"The task {_task.Name} ({_task.GetType().FullName}) gave {problem} for {placeOf()}.")
            : example;
    }

    private string? ProblemOf(TaskExample? example, int vocabulary, int most)
    {
        if (example is not { Inputs: { } inputs, Targets: { } targets })
            return "nothing";
        if (inputs.Count != targets.Count)
            return $"{inputs.Count} inputs and {targets.Count} targets, not as many of both,";
        if (inputs.Count > most)
            return $"{inputs.Count} inputs, more than training.context, which is {most},";
        for (var place = 0; place < inputs.Count; place++)
        {
            if (inputs[place] < 0 || inputs[place] >= vocabulary)
                return $"the input {inputs[place]} at place {place}, not one from 0 to {vocabulary - 1},";
            if (targets[place] < TaskExample.None || targets[place] >= Classes.Count)
                return $"the target {targets[place]} at place {place}, not one from {TaskExample.None} to {Classes.Count - 1},";
        }
        return null;
    }
}
