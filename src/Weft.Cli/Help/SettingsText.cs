using Weft.Runs.Settings;

namespace Weft.Cli.Help;

/// <summary>Settings for people: a line each, or one in full.</summary>
internal sealed class SettingsText(TextWriter output, SettingsCatalogue catalogue)
{
    private const int MostDefault = 16;
    private const int WidthOfFiles = 140;

    private readonly HelpRows _rows = new(output, HelpRows.WidthOf(output));
    private readonly int _width = HelpRows.IsTerminal(output) ? Console.WindowWidth : WidthOfFiles;

    /// <summary>Writes one setting in full, several as a list.</summary>
    public void Write(IReadOnlyList<Setting> settings)
    {
        if (settings is [var single])
            WriteWhole(single);
        else
            WriteList(settings);
    }

    private void WriteList(IReadOnlyList<Setting> settings)
    {
        foreach (var section in settings.GroupBy(setting => setting.Section))
        {
            if (section.Key.Length > 0)
                output.WriteLine($"{section.Key}: {catalogue.Sections.GetValueOrDefault(section.Key, "")}".TrimEnd(' ', ':'));
            var names = section.Select(NameAndDefault).ToList();
            var widest = names.Max(name => name.Length);
            foreach (var (name, setting) in names.Zip(section))
                output.WriteLine(Cut($"  {name.PadRight(widest)}  {setting.Summary}", _width));
        }
        output.WriteLine("Each with its default; weft settings KEY shows one in full.");
    }

    private static string NameAndDefault(Setting setting) =>
        setting.Default is null ? setting.Key : $"{setting.Key} = {Cut(setting.DefaultText, MostDefault)}";

    private void WriteWhole(Setting setting)
    {
        output.WriteLine(setting.Key);
        _rows.WriteText(setting.Description, indent: 2);
        Row("type", setting.Choices.Count > 0 ? "one of these words" : setting.Type);
        foreach (var (word, meaning) in setting.Choices)
            Row("  " + word, meaning);
        Row("default", setting.Default is null ? "not set" : setting.DefaultText.Length > 0 ? setting.DefaultText : "empty");
        foreach (var (preset, value) in setting.Presets)
            Row("preset " + preset, Setting.TextOf(value));
        if (setting.Rules.Count > 0)
            Row("must", string.Join("; ", setting.Rules));
        if (!setting.Key.Contains('[', StringComparison.Ordinal))
            Row("to set it", $"--set {setting.Key}={(setting.DefaultText.Length > 0 ? setting.DefaultText : "VALUE")}, or in a file {InFile(setting)}");
    }

    private void Row(string name, string value) => _rows.Write(name, value);

    private static string InFile(Setting setting)
    {
        var value = setting.Default?.ToJsonString(Foundation.WeftJson.OneLine) ?? "VALUE";
        return setting.Key.Split('.').Reverse().Aggregate(value, (inner, name) => $"{{\"{name}\": {inner}}}");
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 3)] + "...";
}
