namespace Weft.Runs.Options;

/// <summary>When the optimizer's state is divided among workers.</summary>
public enum StateDivision
{
    /// <summary>With models from 50 million parameters on, but not with Muon.</summary>
    Auto,

    /// <summary>From two workers on.</summary>
    Always,

    /// <summary>Everybody keeps all of it.</summary>
    Never,
}
