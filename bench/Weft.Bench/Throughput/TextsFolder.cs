using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runs.Options;

namespace Weft.Bench.Throughput;

/// <summary>Prepared texts of a classifier on disk for the processes that measure; deleted with the object.</summary>
internal sealed class TextsFolder : IRoundText
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-bench-").FullName;

    /// <param name="source">Texts with labels; null draws some.</param>
    /// <param name="read">The options, for where the texts are.</param>
    /// <param name="vocabulary">How many words are drawn from.</param>
    /// <param name="steps">For how many steps texts are drawn.</param>
    public TextsFolder(string? source, Func<string, RunOptions> read, int vocabulary, int steps)
    {
        var texts = source ?? Path.Combine(_folder, "texts");
        Options = read(texts);
        if (source is null)
            SyntheticTexts.Write(texts, vocabulary, steps * Options.Training.Batch, Options.Training.Context, Options.Seed);
        using var batches = new TextBatches(Options, _folder);
        Vocabulary = batches.Vocabulary;
        FlopsPerToken = ModelFlops.PerTokenOfEncoder(Options.Model, batches.TokensSeen);
    }

    /// <summary>The options, with where the texts are.</summary>
    public RunOptions Options { get; }

    /// <summary>Number of tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>The arithmetic that the model needs for a token.</summary>
    public double FlopsPerToken { get; }

    /// <inheritdoc/>
    public RoundRequest Request(Column column, RunOptions options, int warmUp, int steps) => new()
    {
        Column = column,
        Options = options,
        Text = _folder,
        WarmUp = warmUp,
        Steps = steps,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
