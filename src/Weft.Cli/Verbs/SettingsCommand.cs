using System.CommandLine;
using Weft.Cli.Help;
using Weft.Foundation;
using Weft.Runs.Settings;

namespace Weft.Cli.Verbs;

/// <summary><c>weft settings</c>: looks up what can be set.</summary>
internal static class SettingsCommand
{
    private const string Description = "Look up the settings of a training: keys, defaults, allowed values, and what each is for.";

    private const string Examples = """
        Examples:
          weft settings                           all of them, a line each
          weft settings schedule                  a section
          weft settings schedule.peakRate         one, in full
          weft settings dropout                   those that have to do with a word
          weft settings --schema > weft.schema.json
        """;

    public static Command Create()
    {
        var word = new Argument<string?>("KEY") { Description = "A key, a section, or a word to look for.", Arity = ArgumentArity.ZeroOrOne };
        var markdown = new Option<bool>("--markdown") { Description = "Write the page docs/settings.md." };
        var schema = new Option<bool>("--schema") { Description = "Write a JSON schema (draft 2020-12) of configuration files, for editors." };
        var json = new Option<bool>("--json") { Description = "Write the settings as one JSON array." };
        var command = new VerbCommand("settings", Description, Examples) { word, markdown, schema, json };
        command.SetAction(parsed => Show(
            parsed.GetValue(word), parsed.GetValue(markdown), parsed.GetValue(schema), parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Show(string? word, bool markdown, bool schema, bool json, TextWriter output)
    {
        var formats = new[] { markdown ? "--markdown" : null, schema ? "--schema" : null, json ? "--json" : null }.OfType<string>().ToList();
        if (formats.Count > 1)
            throw new ConfigurationException($"{string.Join(" and ", formats)} do not go together; give one.");
        if (word is not null && (markdown || schema))
            throw new ConfigurationException($"{formats[0]} does not go with a KEY: it is of all settings.");
        var catalogue = SettingsCatalogue.Create();
        var found = word is null ? catalogue.Settings : catalogue.Find(word);
        if (markdown)
            output.Write(SettingsMarkdown.Of(catalogue));
        else if (schema)
            output.WriteLine(SettingsSchema.Of(catalogue).ToJsonString(WeftJson.Indented));
        else if (json)
            output.WriteLine(System.Text.Json.JsonSerializer.Serialize(found, WeftJson.OneLine));
        else
            new SettingsText(output, catalogue).Write(found);
        return ExitCodes.Done;
    }
}
