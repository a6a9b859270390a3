using Weft.Evaluation;
using Weft.Evaluation.Captions;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Captioning;

/// <summary>Everything that is measured of what captions pictures, on a split. Each token of a caption is counted once, and each picture.</summary>
internal sealed record CaptioningReport : IEvaluationReport
{
    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Tokens of captions scored, ends among them.</summary>
    public required long Tokens { get; init; }

    /// <summary>Captions that they stand in.</summary>
    public required long Captions { get; init; }

    /// <summary>Captions that are longer than <c>training.context</c>: the model sees their beginning.</summary>
    public required long CaptionsCut { get; init; }

    /// <summary>Captions without a token: they are left out.</summary>
    public required long CaptionsEmpty { get; init; }

    /// <summary>Pictures that were captioned.</summary>
    public required long Pictures { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a token.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of tokens that were the likeliest behind the right ones before them.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Where the accuracy lies with 95 % confidence, by which captions the split has: see <see cref="Bootstrap"/>.</summary>
    public required Interval AccuracyInterval { get; init; }

    /// <summary>How pictures were captioned.</summary>
    public required string Decoding { get; init; }

    /// <summary>The share of pictures whose caption is one of the references, letter by letter.</summary>
    public required double ExactMatch { get; init; }

    /// <summary>Where it lies with 95 % confidence, by which pictures the split has.</summary>
    public required Interval ExactMatchInterval { get; init; }

    /// <summary>BLEU of the captions, up to four words, from 0 to 100.</summary>
    public required double Bleu { get; init; }

    /// <summary>What BLEU depends on, as sacreBLEU writes it.</summary>
    public required string BleuSignature { get; init; }

    /// <summary>The mean ROUGE-L of the captions, from 0 to 1: see <see cref="RougeL"/>.</summary>
    public required double RougeL { get; init; }

    /// <summary>The mean CIDEr-D of the captions, from 0 to 10: see <see cref="CiderScores"/>.</summary>
    public required double Cider { get; init; }

    /// <summary>Figures of the program's own; null where there are none.</summary>
    public Figures? Own { get; init; }

    /// <summary>All captions, which a file of their own holds.</summary>
    internal required IReadOnlyList<CaptionedPicture> Captioned { get; init; }

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long tokens, double accuracy, string signature, Figures? own) =>
        LanguageFigures.Of(loss, tokens, accuracy, signature, bitsPerByte: null).With(own);

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Tokens, Accuracy, Signature, Own);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures { { "exactMatch", ExactMatch } };
        FigureIntervals.Add(details, "exactMatch", ExactMatchInterval);
        details.Add("bleu", Bleu);
        details.Add("rougeL", RougeL);
        details.Add("cider", Cider);
        FigureIntervals.Add(details, LanguageFigures.Accuracy, AccuracyInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 1;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "captions.csv"), ["image", "caption", "exact", "references"],
            Captioned.Select(picture => new object?[] { picture.Name, picture.Caption, picture.IsExact, string.Join(" | ", picture.References) }));
        Evaluation.Plots.Pictures.Write(Path.Combine(folder, "captions"), () => CaptionSheet.Draw(Captioned));
        drawn();
    }
}
