using System.CommandLine;

namespace Weft.Cli.Verbs;

/// <summary>A verb that shows examples under its help.</summary>
internal sealed class VerbCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>What stands under the options.</summary>
    public string Examples { get; } = examples;
}
