using Weft.Foundation;

namespace Weft.Bench.Faults;

/// <summary>A folder in which <c>mpirun</c> is one launcher's, where a machine has several: to be put before the others on the path.</summary>
internal static class LauncherFolder
{
    /// <summary>The launchers that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["openmpi", "mpich"];

    /// <summary>Finds a launcher on the path, as Debian names it; null where it is not there.</summary>
    /// <param name="launcher"><c>openmpi</c> or <c>mpich</c>.</param>
    public static string? Find(string launcher) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, $"mpirun.{launcher}"))
        .FirstOrDefault(File.Exists);

    /// <summary>Makes the folder.</summary>
    /// <param name="folder">Where; it may be there already.</param>
    /// <param name="program">The launcher's file.</param>
    public static string Make(string folder, string program)
    {
        var link = Path.Combine(Directory.CreateDirectory(folder).FullName, "mpirun");
        if (!File.Exists(link))
        {
            // A link would not do: MPICH's looks for its other programs beside itself.
            File.WriteAllText(link, $"#!/bin/sh\nexec {ShellQuote.Of(program)} \"$@\"\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(link, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return Path.GetDirectoryName(link)!;
    }
}
