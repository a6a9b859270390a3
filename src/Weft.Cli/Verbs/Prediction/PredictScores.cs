using Weft.Foundation;
using Weft.Text;
using Weft.Training;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>What is told of texts by a model that tells numbers, and not labels.</summary>
internal static class PredictScores
{
    /// <summary>The fields that <c>--data</c> gets.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["prediction"];

    /// <summary>Whether a model tells numbers.</summary>
    public static bool AreToldBy(LoadedModel trained) => trained.Options.Data.Labels == LabelKind.Score;

    /// <summary>Refuses what such a model does not tell.</summary>
    /// <exception cref="ConfigurationException">Several labels, or words that moved a decision, are asked for.</exception>
    public static void Require(LoadedModel trained, int top, bool explains)
    {
        if (AreToldBy(trained) && (top > 1 || explains))
        {
            throw new ConfigurationException(
                $"{(explains ? "--explain" : "--top")} does not go with a run of data.labels=score, which tells one number for each text. Leave it out.");
        }
    }
}
