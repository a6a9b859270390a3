using System.Text;

namespace Weft.Runs.Settings;

/// <summary>The page <c>docs/settings.md</c>.</summary>
internal static class SettingsMarkdown
{
    private const string Head = """
        # Settings

        Every setting of a training: a key of a JSON file (`weft train FILE`), of `--set key=value`, and of a run's `config.json`. Where several
        name the same one the last wins: defaults, the preset, the file, options such as `--data`, then each `--set` in its order. All that is
        wrong is said at once, before anything starts. `weft settings KEY` shows one setting, `weft settings --schema` writes a JSON schema for
        editors; a file that begins with `"$schema": "weft.schema.json"` is checked and completed by them as it is written. This page is
        what `weft settings --markdown` writes.

        """;

    /// <summary>Writes the page.</summary>
    public static string Of(SettingsCatalogue catalogue)
    {
        var page = new StringBuilder(Head);
        foreach (var section in catalogue.Settings.GroupBy(setting => setting.Section))
        {
            Line(page, section.Key.Length == 0 ? "\n## Without a section\n" : $"\n## {section.Key}\n");
            if (catalogue.Sections.GetValueOrDefault(section.Key) is { Length: > 0 } about)
                Line(page, Escaped(about) + "\n");
            Line(page, "| key | type | default | what it is |\n|---|---|---|---|");
            foreach (var setting in section)
                Line(page, $"| `{setting.Key}` | {Escaped(TypeOf(setting))} | {Code(setting.DefaultText)} | {Escaped(Describe(setting))} |");
        }
        return page.ToString();
    }

    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');

    private static string TypeOf(Setting setting) => setting.Choices.Count > 0 ? "choice" : setting.Type;

    private static string Describe(Setting setting)
    {
        var parts = new List<string> { setting.Description };
        parts.AddRange(setting.Choices.Select(choice => $"`{choice.Key}`: {choice.Value}"));
        if (setting.Rules.Count > 0)
            parts.Add($"Must {string.Join("; ", setting.Rules)}.");
        if (setting.Presets.Count > 0)
            parts.Add($"Presets: {string.Join(", ", setting.Presets.Select(preset => $"{preset.Key} {Code(Setting.TextOf(preset.Value))}"))}.");
        return string.Join(" ", parts);
    }

    private static string Code(string value) => value.Length > 0 ? $"`{value.Replace("|", "\\|", StringComparison.Ordinal)}`" : "";

    // A pipe ends a cell, and what looks like a tag is not shown.
    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
