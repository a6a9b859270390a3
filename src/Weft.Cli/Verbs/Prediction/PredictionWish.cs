using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Translation;
using Weft.Text;

namespace Weft.Cli.Verbs.Prediction;

/// <summary>What is to be told of each text.</summary>
/// <param name="Top">How many labels.</param>
/// <param name="Explains">Whether words are told that the label depends on.</param>
/// <param name="Beams">How many beginnings of a translation or caption are followed at once; null where nothing was said.</param>
internal sealed record PredictionWish(int Top, bool Explains, int? Beams)
{
    /// <summary>How many beginnings of a translation are followed at once.</summary>
    public int BeamWidth => Beams ?? BeamOptions.DefaultWidth;

    /// <summary>Refuses what a model does not tell.</summary>
    /// <exception cref="ConfigurationException">Something is asked for that goes with other tasks.</exception>
    public void RequireFor(RunOptions options)
    {
        if ((Top > 1 || Explains) && TellsOne(options) is { } tells)
            throw new ConfigurationException($"{(Explains ? "--explain" : "--top")} does not go with a run of {tells}. Leave it out.");
        if (Explains && options.Task == TaskKind.Answering)
            throw new ConfigurationException("--explain does not go with a run of task=answering, whose answers are words of the text. Leave it out.");
        if (Beams is not null && options.Task is not (TaskKind.Translation or TaskKind.Captioning))
            throw new ConfigurationException("--beams goes with a run of task=translation or captioning alone. Leave it out.");
    }

    // What a model tells that has no labels to choose from; else null.
    private static string? TellsOne(RunOptions options) => options.Task switch
    {
        TaskKind.Tagging => "task=tagging, which tells the likeliest tag of each word",
        TaskKind.Translation => "task=translation, which writes translations",
        TaskKind.Captioning => "task=captioning, which writes captions",
        _ when options.Data.Labels == LabelKind.Score => "data.labels=score, which tells one number for each text",
        _ => null,
    };
}
