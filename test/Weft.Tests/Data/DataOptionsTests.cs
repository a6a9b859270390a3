using Weft.Data;
using Weft.Foundation;

namespace Weft.Tests.Data;

public class DataOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Check(new DataOptions());

    [Fact]
    public void All_problems_are_found_together()
    {
        var options = new DataOptions { Source = " ", VocabularySize = 2, MinimumCount = 0, ValidationRatio = 0, TestRatio = double.NaN };
        var error = Assert.Throws<ConfigurationException>(() => Check(options));

        Assert.Equal(
            [
                "data.source is  ; it must name a file, folder, glob or corpus.",
                "data.vocabularySize is 2; it must be 0 (no limit) or above 2.",
                "data.minimumCount is 0; it must be at least 1.",
                "data.validationRatio is 0; it must be between 0 and 1.",
                "data.testRatio is NaN; it must be between 0 and 1.",
            ],
            error.Problems);
    }

    [Fact]
    public void Ratios_must_leave_text_to_train_on()
    {
        var error = Assert.Throws<ConfigurationException>(() => Check(new DataOptions { ValidationRatio = 0.5, TestRatio = 0.5 }));

        Assert.Equal("data.testRatio is 0.5; it must leave text to train on beside data.validationRatio = 0.5.", error.Message);
    }

    private static void Check(DataOptions options)
    {
        var problems = new Problems();
        options.Validate(problems);
        problems.ThrowIfAny();
    }
}
