namespace Weft.Runtime.Doctor;

/// <summary>What the doctor found on this machine.</summary>
/// <param name="Checks">The checks in the order in which they were made.</param>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks)
{
    /// <summary>Whether every required check is as it should be.</summary>
    public bool CanTrain => Checks.All(check => check.Ok || !check.IsRequired);
}
