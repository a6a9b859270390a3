using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runs.Settings;

namespace Weft.Tests.Runs.Settings;

public class SettingsCatalogueTests
{
    private static readonly SettingsCatalogue Catalogue = SettingsCatalogue.Create();

    // Whose value may be anything of its type; what is wrong with a device only the machine knows.
    private static readonly string[] WithoutRule = ["seed", "data.splitSeed", "vectors.file", "runtime.device"];

    [Fact]
    public void Every_key_is_in_it_once()
    {
        Assert.Empty(OptionKeys.Values.Except(Catalogue.Settings.Select(setting => setting.Key)));
        Assert.Distinct(Catalogue.Settings.Select(setting => setting.Key));
    }

    [Fact]
    public void Every_setting_says_in_sentences_what_it_is_for() => Assert.All(Catalogue.Settings, setting =>
    {
        Assert.True(setting.Description.Split(' ').Length >= 3, $"{setting.Key} needs a docstring: {setting.Description}");
        Assert.EndsWith(".", setting.Description);
        Assert.DoesNotContain("cref", setting.Description);
        Assert.DoesNotContain("  ", setting.Description);
    });

    [Fact]
    public void Every_choice_says_what_it_means() => Assert.All(
        Catalogue.Settings.SelectMany(setting => setting.Choices.Select(choice => (setting.Key, Word: choice.Key, Meaning: choice.Value))),
        choice => Assert.False(choice.Meaning.Length == 0, $"{choice.Key} {choice.Word} needs a docstring"));

    [Fact]
    public void Every_number_and_text_has_the_rule_that_validation_holds_it_to() => Assert.All(
        Catalogue.Settings.Where(setting => setting.Type is "number" or "whole number" or "text").ExceptBy(WithoutRule, setting => setting.Key),
        setting => Assert.False(setting.Rules.Count == 0, $"{setting.Key} is not validated"));

    [Fact]
    public void A_setting_has_type_default_presets_and_rules()
    {
        var rate = Assert.Single(Catalogue.Find("schedule.peakRate"));

        Assert.Equal(("number", "0.001", "schedule"), (rate.Type, rate.DefaultText, rate.Section));
        Assert.Equal(["be above 0"], rate.Rules);
        Assert.Equal([("small", "0.003"), ("gpt2-small", "0.0003"), ("classify", "0.002"), ("match", "0.002"), ("match-apart", "0.005"), ("tag", "0.003"), ("translate", "0.002"), ("answer", "0.001"), ("caption", "0.0015")], rate.Presets.Select(preset => (preset.Key, Setting.TextOf(preset.Value))));
    }

    [Fact]
    public void Links_of_docstrings_are_the_names_that_users_know()
    {
        var step = Catalogue.Find("schedule.shape")[0].Choices["step"];

        Assert.Equal("It is multiplied by stepFactor at every stepShare of what is left.", step);
        Assert.Contains("explore keeps an easy chunk", Catalogue.Find("sampling.dynamic.lowestKeep")[0].Description);
    }

    [Theory]
    [InlineData("Two words. Then more.", "Two words.")]
    [InlineData("As Vaswani et al. 2017 have it. More.", "As Vaswani et al. 2017 have it.")]
    [InlineData("See section 3.1, and e.g. this. 0 is none.", "See section 3.1, and e.g. this.")]
    [InlineData("One only.", "One only.")]
    public void A_summary_is_the_first_sentence(string description, string summary) =>
        Assert.Equal(summary, (Catalogue.Settings[0] with { Description = description }).Summary);

    [Fact]
    public void A_section_a_list_and_a_word_find_settings()
    {
        Assert.Equal(["schedule.peakRate", "schedule.warmup"], Catalogue.Find("schedule").Take(2).Select(setting => setting.Key));
        Assert.Contains("training.phases[].share", Catalogue.Find("training.phases").Select(setting => setting.Key));
        Assert.Contains("model.dropout", Catalogue.Find("DROPOUT").Select(setting => setting.Key));
    }

    [Theory]
    [InlineData("schedule.peekRate", "schedule.peekRate is not a setting; did you mean schedule.peakRate?")]
    [InlineData("peekRate", "peekRate is not a setting; did you mean schedule.peakRate?")]
    [InlineData("zzzzzzzzzzzz", "zzzzzzzzzzzz is not a setting; weft settings lists all of them.")]
    public void What_there_is_not_is_said_with_the_nearest(string word, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Catalogue.Find(word)).Message);
}
