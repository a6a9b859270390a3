using Weft.Text;

namespace Weft.Tasks.Classification.Measuring;

/// <summary>Measures what a model tells of texts.</summary>
internal interface ILabelMeter : ISplitMeter
{
    /// <summary>Which of its figures decides what is best.</summary>
    Criterion Best { get; }

    /// <summary>How many texts of a split are measured.</summary>
    long TextsIn(Split split);
}
