using System.Globalization;
using System.Text;
using Weft.Foundation;
using Weft.Text.Vectors.Reading;

namespace Weft.Tests.Text.Vectors.Reading;

public class DecimalParserTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.000592")]
    [InlineData("+4.0071")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e5")]
    [InlineData("1.5E-7")]
    [InlineData("0.0000000000000000000000000000000000000123")]
    [InlineData("1e-45")]
    [InlineData("3.4028235e38")]
    [InlineData("16777217")]
    [InlineData("16777217.0000000001")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("0.1000000014901161193847656250")]
    public void A_number_has_the_bits_that_the_framework_gives_it(string text) => AssertSame(text);

    [Fact]
    public void Random_numbers_of_all_lengths_have_the_same_bits()
    {
        var random = RandomStream.For(1, "decimals");
        for (var i = 0; i < 200_000; i++)
        {
            var bits = (int)random.NextUInt64();
            var number = BitConverter.Int32BitsToSingle(bits);
            if (!float.IsFinite(number))
                continue;
            AssertSame(number.ToString("R", CultureInfo.InvariantCulture));
            AssertSame((random.NextDouble() * 10 - 5).ToString("F" + random.NextInt32(9), CultureInfo.InvariantCulture));
            // Halfway between two floats, and just beside: the hardest to round.
            AssertSame(((double)Math.BitIncrement(1 + (float)random.NextDouble()) + Math.Pow(2, -24)).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("x1")]
    [InlineData("nan")]
    public void What_is_not_a_number_has_no_length(string text) => Assert.Equal(0, DecimalParser.Parse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1.5 2", 3)]
    [InlineData("1e", 1)]
    [InlineData("1.2.3", 3)]
    public void A_number_ends_where_something_else_begins(string text, int length) =>
        Assert.Equal(length, DecimalParser.Parse(Encoding.ASCII.GetBytes(text), out _));

    private static void AssertSame(string text)
    {
        var length = DecimalParser.Parse(Encoding.ASCII.GetBytes(text), out var value);

        Assert.Equal(text.Length, length);
        var expected = float.Parse(text, CultureInfo.InvariantCulture);
        Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(value), $"{text} became {value:R}, not {expected:R}");
    }
}
