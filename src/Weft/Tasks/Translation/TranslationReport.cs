using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Translation;

/// <summary>Everything that is measured of a translator on a split. Each token of a target is counted once.</summary>
internal sealed record TranslationReport : IEvaluationReport
{
    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Tokens of targets scored, ends among them.</summary>
    public required long Tokens { get; init; }

    /// <summary>Pairs that they stand in.</summary>
    public required long Pairs { get; init; }

    /// <summary>Pairs of which a side is longer than <c>training.context</c>: the model sees its beginning.</summary>
    public required long PairsCut { get; init; }

    /// <summary>Pairs of which a side has no token: they are left out.</summary>
    public required long PairsEmpty { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a token.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of tokens that were the likeliest behind the right ones before them.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Where the accuracy lies with 95 % confidence, by which pairs the split has: see <see cref="Bootstrap"/>.</summary>
    public required Interval AccuracyInterval { get; init; }

    /// <summary>How the sources were translated.</summary>
    public required string Decoding { get; init; }

    /// <summary>BLEU of the translations, from 0 to 100.</summary>
    public required double Bleu { get; init; }

    /// <summary>What BLEU depends on, as sacreBLEU writes it.</summary>
    public required string BleuSignature { get; init; }

    /// <summary>chrF of the translations, from 0 to 100.</summary>
    public required double Chrf { get; init; }

    /// <summary>What chrF depends on, as sacreBLEU writes it.</summary>
    public required string ChrfSignature { get; init; }

    /// <summary>Figures of the program's own; null where there are none.</summary>
    public Figures? Own { get; init; }

    /// <summary>All translations, which a file of their own holds.</summary>
    internal required IReadOnlyList<TranslatedPair> Translations { get; init; }

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long tokens, double accuracy, string signature, Figures? own) =>
        LanguageFigures.Of(loss, tokens, accuracy, signature, bitsPerByte: null).With(own);

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Tokens, Accuracy, Signature, Own);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures { { "bleu", Bleu }, { "chrF", Chrf } };
        FigureIntervals.Add(details, LanguageFigures.Accuracy, AccuracyInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 0;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "translations.csv"), ["source", "reference", "translation"],
            Translations.Select(pair => new object?[] { pair.Source, pair.Reference, pair.Translation }));
    }
}
