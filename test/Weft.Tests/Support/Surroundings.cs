using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Weft.Tests.Support;

/// <summary>The variables of the environment as they were when the tests began: a test that runs beside may have changed them.</summary>
internal static class Surroundings
{
    private static readonly Dictionary<string, string?> Variables = [];

#pragma warning disable CA2255 // Before any test there is no other place.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Remember()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            Variables[(string)variable.Key] = (string?)variable.Value;
    }

    /// <summary>Gives them to a process that is to be started.</summary>
    public static ProcessStartInfo WithThem(this ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }
}
