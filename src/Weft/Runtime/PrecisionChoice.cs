namespace Weft.Runtime;

/// <summary>What the option <c>precision</c> comes to where it is automatic.</summary>
internal static class PrecisionChoice
{
    /// <summary>How many times faster bfloat16 must be to be worth converting weights and activations to it.</summary>
    private const double WorthConverting = 1.3;

    /// <summary>The format that a measurement speaks for.</summary>
    public static Precision Choose(MatrixSpeed speed) =>
        speed.BFloat16 > WorthConverting * speed.Float32 ? Precision.BFloat16 : Precision.Float32;
}
