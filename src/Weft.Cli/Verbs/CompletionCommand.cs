using System.CommandLine;
using Weft.Cli.Help;
using Weft.Foundation;

namespace Weft.Cli.Verbs;

/// <summary><c>weft completion</c>.</summary>
internal static class CompletionCommand
{
    private const string Description = "Write the script with which a shell completes verbs, options and settings.";

    private const string Examples = """
        Examples:
          source <(weft completion bash)                                in ~/.bashrc
          source <(weft completion zsh)                                 in ~/.zshrc
          weft completion pwsh | Out-String | Invoke-Expression         in $PROFILE
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." };
        shell.CompletionSources.Add([.. ShellCompletion.Scripts.Keys]);
        var command = new VerbCommand("completion", Description, Examples) { shell };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(shell);
            parsed.InvocationConfiguration.Output.WriteLine(ShellCompletion.Scripts.TryGetValue(name, out var script)
                ? script
                : throw new ConfigurationException($"SHELL is {name}; it must be one of {string.Join(", ", ShellCompletion.Scripts.Keys)}."));
            return ExitCodes.Done;
        });
        return command;
    }
}
