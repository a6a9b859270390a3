using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.8")]
    [InlineData("-0.8")]
    [InlineData("1e-3")]
    [InlineData("5")]
    [InlineData(".5")]
    public void A_number_with_a_point_is_one_in_every_culture(string text)
    {
        Assert.Null(NumberText.ProblemOf(text, typeof(double)));
        using var comma = new CommaCulture();
        Assert.Null(NumberText.ProblemOf(text, typeof(double?)));
    }

    [Theory]
    [InlineData("0,8", "write 0.8.")]
    [InlineData("-0,8", "write -0.8.")]
    [InlineData("1,5e-3", "write 1.5e-3.")]
    [InlineData("1,000", "write 1.000 or 1000.")]
    [InlineData("0,001", "write 0.001.")]
    [InlineData("1,234.5", "write 1234.5.")]
    [InlineData("1.234,5", "write 1234.5.")]
    [InlineData("many", "it must be a number.")]
    [InlineData("", "it must be a number.")]
    [InlineData("NaN", "it must be a number.")]
    [InlineData("Infinity", "it must be a number.")]
    [InlineData("1e999", "it must be a number.")]
    [InlineData("1,2,3", "it must be a number.")]
    public void What_is_no_number_is_refused_with_what_to_write(string text, string problem)
    {
        Assert.Equal(problem, NumberText.ProblemOf(text, typeof(double)));
        using var comma = new CommaCulture();
        Assert.Equal(problem, NumberText.ProblemOf(text, typeof(double)));
    }

    [Theory]
    [InlineData("1,000", "write 1000.")]
    [InlineData("1.000.000", "write 1000000.")]
    [InlineData("12 000", "write 12000.")]
    [InlineData("2_048", "write 2048.")]
    [InlineData("0,8", "it must be a whole number.")]
    [InlineData("1.5", "it must be a whole number.")]
    [InlineData("3000000000", "it must be a whole number from -2147483648 to 2147483647.")]
    [InlineData("99999999999999999999", "it must be a whole number.")]
    public void A_whole_number_has_digits_alone(string text, string problem) => Assert.Equal(problem, NumberText.ProblemOf(text, typeof(int?)));

    [Fact]
    public void A_long_number_is_longer() => Assert.Null(NumberText.ProblemOf("3000000000", typeof(long)));
}
