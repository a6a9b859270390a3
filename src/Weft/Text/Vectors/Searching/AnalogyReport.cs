namespace Weft.Text.Vectors.Searching;

/// <summary>How many analogies of a section came out right.</summary>
/// <param name="Section">Its name.</param>
/// <param name="Correct">Right answers.</param>
/// <param name="Asked">Questions whose four words have vectors.</param>
/// <param name="OutOfVocabulary">Questions that could not be asked.</param>
internal sealed record AnalogySection(string Section, int Correct, int Asked, int OutOfVocabulary)
{
    /// <summary>The share of right answers among the questions that were asked; 0 where there are none.</summary>
    public double Accuracy => Asked == 0 ? 0 : (double)Correct / Asked;
}

/// <summary>How many analogies came out right.</summary>
/// <param name="Sections">In the file's order.</param>
/// <param name="Total">All sections together.</param>
internal sealed record AnalogyReport(IReadOnlyList<AnalogySection> Sections, AnalogySection Total);
