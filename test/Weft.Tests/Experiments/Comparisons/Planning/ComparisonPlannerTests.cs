using System.Text.Json;
using Weft.Experiments.Comparisons.Planning;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Experiments.Comparisons.Planning;

public sealed class ComparisonPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Arms_are_interleaved_by_seed_in_the_order_given()
    {
        var plan = Plan("2", "a:", "b: training.batch=3", "c: model.layers=1");

        Assert.Equal(
            [("a", 7L), ("b", 7L), ("c", 7L), ("a", 8L), ("b", 8L), ("c", 8L)], plan.Arms.Select(arm => (arm.Variant, arm.Seed)));
        Assert.Equal([7L, 7, 7, 8, 8, 8], plan.Arms.Select(arm => arm.Options.Seed));
        Assert.Equal(_folder.File("out/runs/b/seed-8"), plan.Arms[4].Folder);
        Assert.Equal("a", plan.Baseline);
    }

    [Fact]
    public void A_variant_changes_its_own_settings_and_no_others()
    {
        var plan = Plan("1", "a:", "b: training.labelSmoothing=0.1 schedule.shape=cosine");

        Assert.Equal((0.0, 0.1), (plan.Arms[0].Options.Training.LabelSmoothing, plan.Arms[1].Options.Training.LabelSmoothing));
        Assert.Equal(Without(plan.Arms[0].Options), Without(plan.Arms[1].Options));

        static string Without(RunOptions options) => JsonSerializer.Serialize(options with { Training = new(), Schedule = new() }, WeftJson.OneLine);
    }

    [Fact]
    public void A_budget_of_a_variant_replaces_the_whole_budget()
    {
        var plan = Plan("1", "a:", "b: budget.minutes=0.5");

        Assert.Equal((5L, null), (plan.Arms[0].Options.Budget.Steps, plan.Arms[0].Options.Budget.Minutes));
        Assert.Equal((null, 0.5), (plan.Arms[1].Options.Budget.Steps, plan.Arms[1].Options.Budget.Minutes));
    }

    [Fact]
    public void Every_variant_can_bring_a_budget_instead_of_the_base() =>
        Assert.Equal(2, ComparisonPlanner.Plan(new OptionTree(), Options("1", "a: budget.steps=1", "b: budget.tokens=100")).Arms.Count);

    [Theory]
    [InlineData("b: data.source='my notes' training.batch=3", "my notes")]
    [InlineData("b: data.source=\"it's mine\" training.batch=3", "it's mine")]
    [InlineData("b:   data.source=it's   training.batch=3 ", "it's")]
    [InlineData("b: data.source=a=b:c training.batch=3", "a=b:c")]
    [InlineData("b: data.source=2024 training.batch=3", "2024")]
    [InlineData("b: training.phases=[{ \"name\": \"one ] two\" }] data.source=x training.batch=3", "x")]
    public void Values_end_at_blanks_outside_of_quotes_and_brackets(string text, string source)
    {
        var options = Plan("1", "a:", text).Arms[1].Options;

        Assert.Equal((source, 3), (options.Data.Source, options.Training.Batch));
    }

    [Fact]
    public void A_file_of_variants_comes_before_those_of_the_command_line()
    {
        var file = _folder.Write("variants.json", """{ "first": {}, "second": { "training": { "batch": 3 } } }""");

        var plan = ComparisonPlanner.Plan(Base(), Options("1", "third:") with { VariantFile = file, Baseline = "second" });

        Assert.Equal(["first", "second", "third"], plan.Variants.Select(variant => variant.Name));
        Assert.Equal([16, 3, 16], plan.Arms.Select(arm => arm.Options.Training.Batch));
        Assert.Equal("second", plan.Baseline);
    }

    [Fact]
    public void A_name_in_braces_is_the_run_folder_of_the_same_seed()
    {
        var plan = Plan("3,9", "a:", "b: vectors.file={a}/x/{a}.txt");

        var folder = _folder.File("out/runs/a/seed-9");
        Assert.Equal($"{folder}/x/{folder}.txt", plan.Arms[3].Options.Vectors.File);
        Assert.Equal([[], ["a"], [], ["a"]], plan.Arms.Select(arm => arm.Needs));
    }

    [Theory]
    [InlineData("There is nothing to compare; give variants: --variant \"NAME: key=value\" for each, or --variants FILE.")]
    [InlineData("--variant training.batch=3 has no name; write it as --variant \"NAME: key=value key=value\", and a variant that changes nothing as NAME:", "training.batch=3")]
    [InlineData("variant a: training.batch has no value; write it as key=value.", "a: training.batch")]
    [InlineData("variant a: data.source='x y has a quote or bracket that is not closed.", "a: data.source='x y")]
    [InlineData("variant b: schedule.peekRate is not a setting; did you mean schedule.peakRate?", "a:", "b: schedule.peekRate=1")]
    [InlineData("variant b: training.batch is \"x\"; it must be a whole number.", "a:", "b: training.batch=x")]
    [InlineData("variant b: training.batch is 0; it must be from 1 to 1048576.", "a:", "b: training.batch=0")]
    [InlineData("variant b: seed is 4; it must be given by --seeds.", "a:", "b: seed=4")]
    [InlineData("There are 2 variants with the name a; give each another.", "a:", "A:")]
    [InlineData("The name of a variant is ../a; it must be of letters, digits, -, _ and . alone, not begin or end with a sign, and have 64 letters at most.", "../a:")]
    [InlineData("The name of a variant is empty; it must be of letters, digits, -, _ and . alone, not begin or end with a sign, and have 64 letters at most.", ": training.batch=3")]
    [InlineData("variant a takes something from {b}, which does not come before it; change their order.", "a: vectors.file={b}/x", "b:")]
    [InlineData("variant a takes something from {a}, which does not come before it; change their order.", "a: vectors.file={a}/x")]
    [InlineData("variant b takes something from {c}, and there is no variant of that name.", "a:", "b: vectors.file={c}/x")]
    public void What_is_wrong_with_variants_is_said(string message, params string[] variants) => AssertRefused(message, Base(), Options("1", variants));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("1,x")]
    public void Wrong_seeds_are_refused(string seeds) =>
        AssertRefused($"--seeds is {seeds}; it must be a number of seeds, at least 1, or a list such as 1,2,5.", Base(), Options(seeds, "a:"));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var error = Assert.Throws<ConfigurationException>(() => ComparisonPlanner.Plan(
            new OptionTree(), Options("1,1", "a: schedule.peekRate=1", "b: model.layers=0") with { Baseline = "c", Jobs = 0 }));

        Assert.Equal(
            [
                "--seeds is 1,1; it must hold each seed once.",
                "--baseline is c; it must be one of a, b.",
                "--jobs is 0; it must be from 1 to 1024.",
                "The comparison has no budget; set one of --max-minutes, --max-tokens, --max-steps and --max-epochs.",
                "variant a: schedule.peekRate is not a setting; did you mean schedule.peakRate?",
                "variant b: model.layers is 0; it must be from 1 to 512.",
            ],
            error.Problems);
    }

    [Fact]
    public void What_is_wrong_with_the_base_is_said_once()
    {
        var tree = Base();
        tree.Set("model.layers", "0");

        AssertRefused("model.layers is 0; it must be from 1 to 512.", tree, Options("1", "a:", "b:"));
    }

    [Fact]
    public void A_member_of_the_file_that_is_no_object_is_refused()
    {
        var file = _folder.Write("variants.json", """{ "a": 3 }""");

        AssertRefused($"variant a in {file} is 3; it must be an object of settings, as in config.json.", Base(), Options("1", "b:") with { VariantFile = file });
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertRefused(string message, OptionTree tree, ComparisonOptions options) =>
        Assert.Equal([message], Assert.Throws<ConfigurationException>(() => ComparisonPlanner.Plan(tree, options)).Problems);

    private static OptionTree Base()
    {
        var tree = new OptionTree();
        tree.Set("budget.steps", "5");
        tree.Set("seed", "7");
        return tree;
    }

    private ComparisonOptions Options(string seeds, params string[] variants) => new() { Folder = _folder.File("out"), Seeds = seeds, Variants = variants };

    private ComparisonPlan Plan(string seeds, params string[] variants) => ComparisonPlanner.Plan(Base(), Options(seeds, variants));
}
