using System.Text.Json.Serialization;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Answering;

/// <summary>Everything that is measured of a model's answers on a split. Each question is counted once, however many windows its context has.</summary>
internal sealed record AnsweringReport : IEvaluationReport
{
    /// <summary>The mean F1 of the questions, by which models are chosen.</summary>
    public const string F1Name = "f1";

    private const string ExactName = "exactMatch";

    // Shares of words as whole numbers, which are added up exactly.
    private const long Unit = 1L << 40;

    private readonly IReadOnlyList<MeasuredAnswer> _answers = [];

    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Mean plain negative log-likelihood of the answer's place, nats a window.</summary>
    public required double Loss { get; init; }

    /// <summary>Windows that the model read.</summary>
    public required long Windows { get; init; }

    /// <summary>Contexts that were read in several windows.</summary>
    public required long ContextsCut { get; init; }

    /// <summary>What was answered, in the order of the text.</summary>
    [JsonIgnore]
    public IReadOnlyList<MeasuredAnswer> Answers
    {
        get => _answers;
        init
        {
            _answers = value;
            var intervals = Bootstrap.OfGroups([.. value.Select(NumbersOf)], sum => (double)sum[1] / sum[0], sum => sum[2] / (double)Unit / sum[0]);
            (ExactMatchInterval, F1Interval) = (intervals[0], intervals[1]);
        }
    }

    /// <summary>Questions asked.</summary>
    public int Questions => Answers.Count;

    /// <summary>Share of the answers that are a right one.</summary>
    public double ExactMatch => ExactOf(Answers);

    /// <summary>Where it lies with 95 % confidence, by which questions the split has: see <see cref="Bootstrap"/>.</summary>
    public Interval ExactMatchInterval { get; private init; } = new(0, 0);

    /// <summary>The mean part of an answer's words that is right.</summary>
    public double F1 => F1Of(Answers);

    /// <summary>Where it lies with 95 % confidence.</summary>
    public Interval F1Interval { get; private init; } = new(0, 0);

    /// <summary>Questions that have no answer.</summary>
    public int Unanswerable => Answers.Count(answer => answer.Right.Count == 0);

    /// <summary>Share of them that were left without one; null where there are none.</summary>
    public double? UnanswerableAccuracy => Unanswerable > 0 ? ExactOf([.. Answers.Where(answer => answer.Right.Count == 0)]) : null;

    /// <summary>Exact match of those that have one; null where there are none.</summary>
    public double? AnswerableExactMatch => Unanswerable < Questions ? ExactOf(Answerable) : null;

    /// <summary>F1 of those that have one; null where there are none.</summary>
    public double? AnswerableF1 => Unanswerable < Questions ? F1Of(Answerable) : null;

    private IReadOnlyList<MeasuredAnswer> Answerable => [.. Answers.Where(answer => answer.Right.Count > 0)];

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long windows, IReadOnlyList<MeasuredAnswer> answers, string signature) =>
        new(loss, windows, signature, new Figures { { F1Name, F1Of(answers) }, { ExactName, ExactOf(answers) } });

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Windows, Answers, Signature);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures();
        if (Unanswerable > 0)
        {
            details.Add("answerableF1", AnswerableF1);
            details.Add("answerableExactMatch", AnswerableExactMatch);
            details.Add("unanswerableAccuracy", UnanswerableAccuracy);
        }
        FigureIntervals.Add(details, F1Name, F1Interval);
        FigureIntervals.Add(details, ExactName, ExactMatchInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 0;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "answers.csv"), ["question", "right", "answer", "probability", "exactMatch", "f1"],
            Answers.Select(answer => new object?[] { answer.Question, string.Join(" | ", answer.Right), answer.Answer, answer.Probability, answer.IsExact ? 1 : 0, answer.F1 }));
    }

    private static double ExactOf(IReadOnlyList<MeasuredAnswer> answers) => (double)answers.Count(answer => answer.IsExact) / answers.Count;

    private static double F1Of(IReadOnlyList<MeasuredAnswer> answers) => answers.Average(answer => answer.F1);

    private static long[] NumbersOf(MeasuredAnswer answer) => [1, answer.IsExact ? 1 : 0, (long)Math.Round(answer.F1 * Unit)];
}
