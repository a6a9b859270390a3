namespace Weft.Cli.Help;

/// <summary>What shells need to complete command lines of <c>weft</c>; they ask with <c>weft [suggest:POSITION] "LINE"</c>.</summary>
internal static class ShellCompletion
{
    private const string Directive = "[suggest";

    // Each asks with the line up to the cursor, and offers files where there is nothing better. Behind a setting's = follows its value, and no blank.
    private const string Bash = """
        _weft() {
            local line="${COMP_LINE:0:$COMP_POINT}"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(weft "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2>/dev/null
            return 0
        }
        complete -o default -F _weft weft
        """;

    private const string Zsh = """
        #compdef weft
        _weft() {
            local line="${BUFFER[1,$CURSOR]}"
            local -a found words settings
            found=(${(f)"$(weft "[suggest:${#line}]" "$line" 2>/dev/null)"})
            words=(${found:#*=}) settings=(${(M)found:#*=})
            compadd -a words
            compadd -S '' -a settings
            (( $#found )) || _files
        }
        compdef _weft weft
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName weft -ScriptBlock {
            param($word, $tree, $cursor)
            $line = $tree.ToString().PadRight($cursor).Substring(0, $cursor)
            weft "[suggest:$cursor]" $line | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    /// <summary>The scripts, by the names of their shells.</summary>
    public static IReadOnlyDictionary<string, string> Scripts { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["pwsh"] = PowerShell };

    /// <summary>A request without the program's own name, which the parser knows only when the program's file is called so.</summary>
    public static IReadOnlyList<string> Normalize(IReadOnlyList<string> arguments)
    {
        const string Own = "weft ";
        if (arguments is not [var directive, var line] || !directive.StartsWith(Directive, StringComparison.Ordinal) || !line.StartsWith(Own, StringComparison.Ordinal))
            return arguments;
        var rest = line[Own.Length..];
        var position = directive.TrimEnd(']').Split(':', 2) is [_, var text] && int.TryParse(text, out var given) ? Math.Clamp(given - Own.Length, 0, rest.Length) : rest.Length;
        return [$"{Directive}:{position}]", rest];
    }
}
