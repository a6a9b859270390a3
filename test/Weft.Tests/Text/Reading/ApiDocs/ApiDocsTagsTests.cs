using Weft.Text.Reading;
using Weft.Text.Reading.ApiDocs;

namespace Weft.Tests.Text.Reading.ApiDocs;

/// <summary>The tags that words of XML documentation have by the elements that they stand in.</summary>
public sealed class ApiDocsTagsTests
{
    [Fact]
    public void Each_word_has_the_tag_of_the_name_in_it()
    {
        const string Xml = """
            <doc><members><member name="M:A.B">
              <summary>Joins <paramref name="values" /> (see <see cref="T:System.String" />, or <see cref="M:System.String.Join(System.String)" />).
                <para>It is <see langword="null" /> or <c>new String()</c>; <see cref="N:System" /> says so.</para></summary>
              <returns>Joins a <typeparamref name="T" />.</returns>
            </member></members></doc>
            """;

        Assert.Equal(
        [
            "Joins_text values_parameter (see_text String,_type or_text Join)._member\n",
            "It_text is_text null_code or_text new_code String();_code System_code says_text so._text\n",
            "Joins_text a_text T._parameter\n",
        ], Read(Xml, "_"));
        // Without tags they are the passages that they were, all in the type's document.
        Assert.Equal(["Joins values (see String, or Join).\nIt is null or new String(); System says so.\nJoins a T.\n"], Read(Xml, null));
    }

    [Theory]
    [InlineData("T:System.String", "type")]
    [InlineData("P:System.String.Length", "member")]
    [InlineData("!:Wrong", "code")]
    [InlineData("System.String", "code")]
    [InlineData("", "code")]
    public void A_reference_says_what_it_names(string reference, string tag) => Assert.Equal(tag, ApiDocsTags.OfReference(reference));

    private static IEnumerable<string> Read(string xml, string? separator)
    {
        using var stream = new MemoryStream(Weft.Foundation.StrictUtf8.Encoding.GetBytes(xml));
        return [.. ApiDocsReader.Read(stream, "a.xml", new SeenPassages(), new ReadingOptions { TagSeparator = separator }).Select(piece => piece.Text)];
    }
}
