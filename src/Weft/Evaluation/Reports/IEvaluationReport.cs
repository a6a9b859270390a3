namespace Weft.Evaluation.Reports;

/// <summary>Everything that a task measures of a model on a split. A report is written as JSON, with all of its public properties.</summary>
internal interface IEvaluationReport
{
    /// <summary>The split, or what a text of its own is called; the name of its files.</summary>
    string Split { get; }

    /// <summary>After how many updates of the training the weights were taken.</summary>
    long Step { get; }

    /// <summary>Whether these are the weights that the update left, or their running mean.</summary>
    WeightsChoice Weights { get; }

    /// <summary>The few figures of a quick evaluation.</summary>
    EvaluationResult ToResult();

    /// <summary>More figures, as many as a summary has room for.</summary>
    Figures ToDetails();

    /// <summary>How many pictures <see cref="WriteDetails"/> draws.</summary>
    int CountPictures();

    /// <summary>Writes tables and pictures.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="drawn">Hears of each picture.</param>
    void WriteDetails(string folder, Action drawn);
}
