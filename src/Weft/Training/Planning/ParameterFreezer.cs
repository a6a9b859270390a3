using System.IO.Enumeration;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Parameters;
using Weft.Runs.Options;

namespace Weft.Training.Planning;

/// <summary>Lets gradients reach just the parameters that a phase trains.</summary>
internal static class ParameterFreezer
{
    /// <summary>Freezes what the phase does not train, and nothing else.</summary>
    public static void Apply(ITrainable model, Phase phase)
    {
        foreach (var slot in model.Weights.Slots)
            slot.Parameter.requires_grad = IsTrained(slot.Entry, phase);
        // Updates leave alone what an earlier phase did not train, its gradient too.
        model.Weights.ZeroGradients();
    }

    /// <summary>Checks that every name that a phase gives is that of a parameter.</summary>
    /// <exception cref="ConfigurationException">One is not.</exception>
    public static void RequireNames(ITrainable model, TrainingPlan plan)
    {
        var problems = new Problems();
        foreach (var phase in plan.Phases)
        {
            foreach (var name in phase.Parameters.Where(name => !model.Weights.Slots.Any(slot => Matches(name, slot.Name))))
            {
                problems.Require(
                    false, $"training.phases ({phase.Name}) parameters", name,
                    "name parameters of the model: " + string.Join(", ", model.Weights.Slots.Select(slot => Unnumbered(slot.Name)).Distinct()));
            }
        }
        problems.ThrowIfAny();
    }

    /// <summary>Whether a phase trains a parameter.</summary>
    public static bool IsTrained(ParameterEntry entry, Phase phase) => phase.Trainable switch
    {
        Trainable.Embeddings => entry.Part is ModelPart.Embedding or ModelPart.Positions,
        Trainable.EmbeddingsAndDecoder =>
            entry.Part is ModelPart.Embedding or ModelPart.Positions || entry.IsOfHead,
        Trainable.Named => phase.Parameters.Any(name => Matches(name, entry.Name)),
        _ => true,
    };

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>The name without the number of its layer: <c>layers.*.up.weight</c>.</summary>
    private static string Unnumbered(string name) => string.Join('.', name.Split('.').Select(part => part.All(char.IsAsciiDigit) ? "*" : part));
}
