using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runs.Settings;

namespace Weft.Tests.Runs.Settings;

public class SettingsSchemaTests
{
    private static readonly JsonObject Schema = SettingsSchema.Of(SettingsCatalogue.Create());

    [Fact]
    public void The_schema_is_of_draft_2020_12_and_allows_to_be_named()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema["$schema"]!.GetValue<string>());
        Assert.Empty(Problems("""{ "$schema": "weft.schema.json", "seed": 4 }"""));
    }

    [Fact]
    public void All_presets_and_whole_configurations_keep_it()
    {
        Assert.All(PresetLayers.Names, name => Assert.Empty(SchemaCheck.Problems(Schema, PresetLayers.Get(name))));
        Assert.All(PresetLayers.Names, name =>
        {
            var tree = new OptionTree();
            tree.SetAssignment("preset=" + name);
            Assert.Empty(SchemaCheck.Problems(Schema, JsonSerializer.SerializeToNode(tree.Build(), WeftJson.Indented)));
        });
    }

    [Theory]
    [InlineData("""{ "schedule": { "peekRate": 1 } }""", "$.schedule.peekRate is unknown")]
    [InlineData("""{ "schedule": { "peakRate": "fast" } }""", "$.schedule.peakRate is not number")]
    [InlineData("""{ "schedule": { "peakRate": 0 } }""", "$.schedule.peakRate breaks exclusiveMinimum")]
    [InlineData("""{ "training": { "batch": 1.5 } }""", "$.training.batch is not integer")]
    [InlineData("""{ "training": { "batch": 2000000 } }""", "$.training.batch breaks maximum")]
    [InlineData("""{ "sampling": { "thinning": { "keep": 0.1 } } }""", "$.sampling.thinning.keep breaks minimum")]
    [InlineData("""{ "model": { "dropout": 1 } }""", "$.model.dropout breaks exclusiveMaximum")]
    [InlineData("""{ "model": { "norm": "both" } }""", "$.model.norm is not one of the words")]
    [InlineData("""{ "training": { "phases": [{ "share": true }] } }""", "$.training.phases[0].share is not number")]
    [InlineData("""{ "training": { "phases": [{ "schedule": { "warmup": -1 } }] } }""", "$.training.phases[0].schedule.warmup breaks minimum")]
    public void What_a_training_would_refuse_an_editor_sees(string json, string problem) => Assert.Equal([problem], Problems(json));

    [Fact]
    public void Every_property_has_a_description()
    {
        Assert.All(Properties(Schema), property => Assert.NotEmpty(property["description"]!.GetValue<string>()));

        static IEnumerable<JsonObject> Properties(JsonObject schema) => (schema["properties"] as JsonObject ?? [])
            .Select(property => property.Value!.AsObject()).SelectMany(property => Properties(property).Prepend(property));
    }

    private static List<string> Problems(string json) => [.. SchemaCheck.Problems(Schema, JsonNode.Parse(json))];
}
