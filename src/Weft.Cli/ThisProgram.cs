using System.Diagnostics;

namespace Weft.Cli;

/// <summary>Starts the program <c>weft</c> once more.</summary>
internal static class ThisProgram
{
    /// <summary>The program with arguments, ready to be started.</summary>
    public static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        var host = Environment.ProcessPath ?? "dotnet";
        var library = typeof(ThisProgram).Assembly.Location;
        // Its own executable knows its library; dotnet, and executables of other programs, must be told.
        return library.Length == 0 || Path.GetFileNameWithoutExtension(host) == Path.GetFileNameWithoutExtension(library)
            ? new ProcessStartInfo(host, arguments)
            : new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", ["exec", library, .. arguments]);
    }
}
