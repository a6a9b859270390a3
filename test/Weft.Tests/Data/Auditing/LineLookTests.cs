using Weft.Data.Auditing.Words;

namespace Weft.Tests.Data.Auditing;

public class LineLookTests
{
    [Theory]
    [InlineData("CafÃ© and naÃ¯ve", true)]
    [InlineData("itâ€™s here", true)]
    [InlineData("ÐŸÑ€Ð¸Ð²ÐµÑ‚", true)]
    [InlineData("lost \uFFFD bytes", true)]
    [InlineData("Café, naïve, über, ÄÖÜ, São NÃO, Ñandú", false)]
    [InlineData("Spaß” and 'à la carte' — it’s fine…", false)]
    [InlineData("plain", false)]
    public void Letters_of_a_wrong_encoding_are_seen(string line, bool broken) => Assert.Equal(broken, LineLook.HasBrokenLetters(line));

    [Theory]
    [InlineData("<p class=\"x\">one</p>", true)]
    [InlineData("a &nbsp; b", true)]
    [InlineData("see [[Other page]]", true)]
    [InlineData("{{cite web|url=x}}", true)]
    [InlineData("the <unk> of <unk> is a < b and b > c", false)]
    [InlineData("R&D at [1] {x}", false)]
    public void Marks_for_programs_are_seen(string line, bool markup) => Assert.Equal(markup, LineLook.HasMarkup(line));

    [Fact]
    public void Very_long_lines_are_seen()
    {
        Assert.Equal(LineTraits.None, LineLook.TraitsOf(new string('a', LineLook.LongLine)));
        Assert.Equal(LineTraits.VeryLong, LineLook.TraitsOf(new string('a', LineLook.LongLine + 1)));
    }

    [Theory]
    [InlineData("The quick fox", nameof(Script.Latin))]
    [InlineData("Привет, мир", nameof(Script.Cyrillic))]
    [InlineData("Καλημέρα κόσμε", nameof(Script.Greek))]
    [InlineData("你好世界", nameof(Script.Chinese))]
    [InlineData("これは日本語です", nameof(Script.Japanese))]
    [InlineData("안녕하세요", nameof(Script.Hangul))]
    [InlineData("مرحبا بالعالم", nameof(Script.Arabic))]
    [InlineData("123 !", nameof(Script.Latin))]
    public void Writings_are_told_apart(string line, string script) => Assert.Equal(script, Scripts.Of(line).ToString());

    [Theory]
    [InlineData("Der Hund und die Katze sind nicht auf dem Dach, und das ist gut so.", "German")]
    [InlineData("Le chat est sur le toit et les chiens ne sont pas dans la maison.", "French")]
    [InlineData("El perro no está en la casa y los gatos se fueron con las niñas al parque.", "Spanish")]
    [InlineData("The dog is not in the house, and the cats went to the park with the girls.", null)]
    [InlineData("De Gaulle, Charles; Monet, Claude; La Rochelle; Le Havre; Paris; Lyon; Nice", null)]
    [InlineData("kurz und gut", null)]
    public void Other_languages_are_those_that_clearly_are(string line, string? language)
    {
        var words = new List<uint>();
        WordHashes.Add(line, words);
        var audited = new AuditedLine(0, 0, Languages.Count(words.ToArray()), 0, words.Count, Script.Latin, LineTraits.None);

        Assert.Equal(language, Languages.Other(audited, main: 0));
    }

    [Fact]
    public void Words_are_runs_of_letters_and_digits_in_small_letters()
    {
        Assert.Equal(WordsOf("the quick 2nd fox"), WordsOf("The QUICK, (2nd) fox!"));
        Assert.Equal(4, WordsOf("don't stop-it").Count);
        Assert.Equal(2, WordsOf("世界").Count);
        Assert.Single(WordsOf("e\u0301te\u0301"));
        Assert.Empty(WordsOf(" ... \n"));
    }

    private static List<uint> WordsOf(string text)
    {
        var words = new List<uint>();
        WordHashes.Add(text, words);
        return words;
    }
}
