using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Weft.Runtime;

namespace Weft.Cli.Help;

/// <summary><c>--version</c>, <c>-v</c>: the versions of Weft and of all that figures depend on, a line each.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private const int HashLetters = 8;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option, for all verbs.</summary>
    public static Option<bool> CreateOption() =>
        new("--version", "-v") { Description = "Show the versions of Weft, TorchSharp and LibTorch.", Recursive = true, Action = new VersionAction() };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine($"weft {OwnVersion()}");
        output.WriteLine($"TorchSharp {TorchRuntime.TorchSharpVersion}");
        output.WriteLine($"LibTorch {LibTorchVersion()}");
        output.WriteLine(RuntimeInformation.FrameworkDescription);
        return ExitCodes.Done;
    }

    private static string OwnVersion()
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return version.Split('+') is [var number, { Length: > HashLetters } hash] ? $"{number}+{hash[..HashLetters]}" : version;
    }

    private static string LibTorchVersion()
    {
        try
        {
            return TorchRuntime.Load().LibTorchVersion;
        }
        catch (Exception e) when (e is TorchRuntimeException or IOException or UnauthorizedAccessException)
        {
            return "cannot be loaded; weft doctor says why";
        }
    }
}
