using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Weft.Cli.Verbs;

namespace Weft.Cli.Help;

/// <summary>What <c>--help</c> writes: what a verb is for, how it is called, its options in groups, examples, and where to find more.</summary>
internal sealed class VerbHelp : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes every help of a command line this one.</summary>
    public static void Attach(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show this help.";
        option.Action = new VerbHelp();
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return ExitCodes.Done;
    }

    /// <summary>Writes the help of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">Takes it.</param>
    /// <param name="width">How wide lines may be; by default as wide as what is written to.</param>
    public static void Write(Command command, TextWriter output, int? width = null)
    {
        var rows = new HelpRows(output, width ?? HelpRows.WidthOf(output));
        rows.WriteText(command.Description ?? "");
        rows.WriteText("Usage: " + UsageOf(command));
        foreach (var argument in command.Arguments)
            rows.Write(argument.Name, argument.Description);
        if (command.Subcommands.Count > 0)
            output.WriteLine("Verbs:");
        foreach (var verb in command.Subcommands)
            rows.Write(verb.Name, verb.Description);
        foreach (var (title, options) in OptionHelp.GroupsOf(command))
        {
            output.WriteLine(title + ":");
            foreach (var option in options)
                rows.Write(OptionHelp.LabelOf(option), OptionHelp.DescriptionOf(option));
        }
        if (command is VerbCommand { Examples.Length: > 0 } withExamples)
        {
            output.WriteLine();
            foreach (var line in withExamples.Examples.Split('\n'))
                rows.WriteExample(line.TrimEnd('\r'));
        }
        rows.WriteText(command.Subcommands.Count > 0
            ? $"{PathOf(command)} VERB --help shows what a verb takes; weft settings lists every setting of a training."
            : "weft settings lists every setting of a training, weft settings KEY explains one.");
    }

    private static string UsageOf(Command command)
    {
        var arguments = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : " " + argument.Name);
        return PathOf(command) + (command.Subcommands.Count > 0 ? " VERB" : "") + string.Concat(arguments) + " [options]";
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "weft";
}
