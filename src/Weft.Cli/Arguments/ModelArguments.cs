using System.CommandLine;
using Weft.Foundation;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Arguments;

/// <summary>The arguments of verbs that open a trained model: its run, which of its weights, and what to compute on.</summary>
internal sealed class ModelArguments
{
    private readonly Argument<string> _run = new("RUN") { Description = "The run folder that weft train made." };

    private readonly Option<string> _checkpoint = new("--checkpoint")
    {
        Description = "Which weights: best (on the validation split), last, or a step's number.",
        DefaultValueFactory = _ => "best",
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "raw, or average where optimizer.averageDecay kept one; default evaluation.weights.",
    };

    private readonly RuntimeArguments _runtime = new();

    public void AddTo(Command command)
    {
        command.Add(_run);
        command.Add(_checkpoint);
        command.Add(_weights);
        _runtime.AddTo(command);
    }

    /// <summary>Checks what was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>Opens the model for workers, and tells of what it found damaged.</returns>
    public Func<Action<string>, IWorkers, LoadedModel> Read(ParseResult parsed, Problems problems)
    {
        var runtime = problems.Collect(() => _runtime.Read(parsed));
        var weights = problems.Collect(() => ReadWeights(parsed.ValueOf(_weights)));
        return (tell, workers) => LoadedModel.Open(parsed.GetRequiredValue(_run), parsed.GetRequiredValue(_checkpoint), runtime!, weights, tell, workers: workers);
    }

    private static Evaluation.WeightsChoice? ReadWeights(string? given) => given switch
    {
        null => null,
        "raw" => Evaluation.WeightsChoice.Raw,
        "average" => Evaluation.WeightsChoice.Average,
        _ => throw new ConfigurationException($"--weights is {given}; it must be raw or average."),
    };
}
