namespace Weft.Runtime.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is, in a word or two.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Remedy">What to do when it is not; empty when it is.</param>
/// <param name="IsRequired">Whether training is impossible when it is not as it should be.</param>
internal sealed record DoctorCheck(string Name, string Finding, bool Ok, string Remedy, bool IsRequired)
{
    /// <summary>A finding that is neither good nor bad, or is good.</summary>
    public static DoctorCheck Fine(string name, string finding) => new(name, finding, Ok: true, "", IsRequired: false);

    /// <summary>A finding that slows training or puts it at risk when it is not as it should be.</summary>
    public static DoctorCheck Advised(string name, string finding, bool ok, string remedy) =>
        new(name, finding, ok, ok ? "" : remedy, IsRequired: false);

    /// <summary>A finding without which training is impossible.</summary>
    public static DoctorCheck Required(string name, string finding, bool ok, string remedy) =>
        new(name, finding, ok, ok ? "" : remedy, IsRequired: true);
}
