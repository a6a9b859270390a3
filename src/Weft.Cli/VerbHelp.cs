using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Weft.Cli;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class VerbHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Makes every help of a command line show examples.</summary>
    public static void Attach(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new VerbHelp((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand verb)
            parseResult.InvocationConfiguration.Output.WriteLine(verb.Examples);
        return code;
    }
}
