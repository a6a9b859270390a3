using ScottPlot;

namespace Weft.Evaluation.Plots;

/// <summary>Colours that colour-blind people can tell apart (Okabe and Ito 2008).</summary>
internal static class FigureColors
{
    public static Color Blue => Color.FromHex("#0072B2");

    public static Color Orange => Color.FromHex("#D55E00");

    public static Color Grey => Color.FromHex("#7F7F7F");
}
