using Weft.Data.Preparing.Encoding;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Data;

/// <summary>Which text to train on and how it becomes tokens: the section <c>data</c> of the settings.</summary>
public sealed record DataOptions
{
    /// <summary>A file, folder or glob, or the name of a corpus such as <c>api-docs</c> or <c>wikitext-2</c>.</summary>
    public string Source { get; init; } = "api-docs";

    /// <summary>The field of a JSON line, or the column of a CSV, TSV or Parquet file, that holds the text.</summary>
    public string Field { get; init; } = "text";

    /// <summary>The field or column that holds the second text of a record, where records are pairs, or the question on its text; empty where they have one text. Where task is
    /// matching the fields start as <c>text1</c> and <c>text2</c>, and for <c>api-docs</c> as <c>summary</c> and <c>returns</c>, with the label <c>match</c>: whether both are of the same member. Where
    /// task is translation they start as <c>source</c> and <c>target</c>, and for <c>api-docs</c> as <c>summary</c> and <c>name</c>: what a member does, and its name in words. Where a folder has files with the
    /// endings that <c>data.field</c> and <c>data.second</c> name, such as <c>train.de</c> and <c>train.en</c>, line N of one belongs to line N of the other.</summary>
    public string Second { get; init; } = "";

    /// <summary>The field or column that holds the answer to the question in <c>data.second</c>, a part of the text in <c>data.field</c>; empty where records ask
    /// nothing. Blank, null and an empty list are questions that the text does not answer; JSON may have a list of right answers, of which the first is learnt. Where task is
    /// answering the fields start as <c>context</c>, <c>question</c> and <c>answer</c>.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The field or column that says where in the text the answer begins, in characters from 0. Where a file has none, it is where the
    /// answer first occurs. Where task is answering it starts as <c>start</c>.</summary>
    public string Start { get; init; } = "";

    /// <summary>The field or column that holds the label of a record, beside <c>data.field</c>: a string, a whole number, true or false; white
    /// space around it does not count. Empty where records have no labels. Where task is classification it starts as <c>label</c>, which
    /// for text files is the folder that each lies in, and for <c>api-docs</c> as <c>kind</c>: type, constructor, operator, method, property, field or event.</summary>
    public string Label { get; init; } = "";

    /// <summary>Pixels on a side of the squares that pictures are scaled to, from 8 to 256; 0 where records have no pictures. Where task is captioning it starts as 32, <c>data.field</c> as
    /// <c>image</c>, which names a picture's file from the folder of the records' file on, and <c>data.second</c> as <c>caption</c>.</summary>
    public int ImageSize { get; init; }

    /// <summary>What a label is: <c>one</c> of several names; <c>several</c> of them, or none, in a list of JSON or with semicolons, commas or bars between; or a <c>score</c>, a number, where the model tells a number, too.</summary>
    public LabelKind Labels { get; init; }

    /// <summary>What counts as one document in a text file: <c>file</c>, <c>heading</c>, <c>blank-line</c>, <c>line</c>, or <c>auto</c>: a
    /// file, unless that leaves too few documents to divide. Documents are never divided between the splits. Where task is tagging it starts
    /// as <c>line</c>.</summary>
    public DocumentUnit Documents { get; init; }

    /// <summary>Whether the files of a folder or glob that are named train, validation (valid, val, dev) or test are taken as those
    /// splits; what is missing is taken from train. With false all of them are divided anew.</summary>
    public bool NamedSplits { get; init; } = true;

    /// <summary>What to do with bytes that are not UTF-8.</summary>
    public InvalidUtf8 InvalidUtf8 { get; init; }

    /// <summary>What to do with records that have no text: malformed ones, and those whose field is missing, null or not a text.</summary>
    public InvalidRecords InvalidRecords { get; init; }

    /// <summary>Whether quotes in CSV and TSV hold fields together; <c>auto</c> is <c>on</c> for CSV and <c>off</c> for TSV.</summary>
    public FieldQuotes Quotes { get; init; }

    /// <summary>What divides the fields of CSV and TSV: one ASCII character, <c>tab</c>, or <c>auto</c>: a tab for TSV, and for CSV
    /// whichever of comma, semicolon, tab and bar divides its header.</summary>
    public string Delimiter { get; init; } = Delimiters.Auto;

    /// <summary><c>bpe</c> or <c>bpe:SIZE</c> (byte pairs learnt from the training split; without a size that is chosen by the text),
    /// <c>words</c>, <c>blanks</c>, <c>characters</c>, <c>bytes</c>, <c>tiktoken:NAME</c>, <c>bpe:FOLDER</c>, <c>sentencepiece:FILE</c>, or <c>auto</c>:
    /// <c>blanks</c> for text with WikiText's marks, <c>words</c> where <c>vectors.file</c> names vectors of words and for <c>api-docs</c>, else <c>bpe</c>.</summary>
    public string Tokenizer { get; init; } = "auto";

    /// <summary><c>raw</c>: text through the tokenizer. <c>word</c>: one token for each word between blanks, the tokenizer
    /// <c>blanks</c>. <c>sentence</c>: as raw, and every sentence is a document.</summary>
    public TextLevel Level { get; init; }

    /// <summary>The character between a word and its tag, such as <c>_</c> or <c>/</c>; empty where words have no tags. Where task is
    /// tagging it starts as <c>_</c>, and every word must have a tag: CoNLL-U files and <c>api-docs</c> bring theirs. Of language models it needs the
    /// level <c>word</c>.</summary>
    public string TagSeparator { get; init; } = "";

    /// <summary>Whether both sides of the pairs that task=translation learns are of one vocabulary, or each has its own tokenizer, vocabulary and embedding: byte pairs are then learnt
    /// from the sources of the training split, and others from its targets, and words of each are counted alone. A tokenizer with a vocabulary of its own, such as <c>bytes</c> or <c>tiktoken:NAME</c>, is
    /// shared. Other tasks have one vocabulary.</summary>
    public VocabularySharing Vocabularies { get; init; }

    /// <summary>The most entries of a counted vocabulary, special tokens included; 0 for no limit.</summary>
    public int VocabularySize { get; init; } = 50_000;

    /// <summary>How often a word must occur in the training split to enter a counted vocabulary.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The part of the text, by characters, that becomes the validation split where the corpus has none of its own.</summary>
    public double ValidationRatio { get; init; } = 0.05;

    /// <summary>The part of the text, by characters, that becomes the test split where the corpus has none of its own.</summary>
    public double TestRatio { get; init; } = 0.05;

    /// <summary>Chooses which documents go into which split.</summary>
    public long SplitSeed { get; init; } = 1;

    /// <summary>The part of the divided text that becomes a split.</summary>
    internal double RatioOf(Split split) => split switch
    {
        Split.Validation => ValidationRatio,
        Split.Test => TestRatio,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "It must be validation or test: train is what is left."),
    };

    /// <summary>The options of the reader.</summary>
    internal ReadingOptions ToReading() => new()
    {
        Field = Field,
        Second = Second.Length > 0 ? Second : null,
        Answer = Answer.Length > 0 ? Answer : null,
        Start = Answer.Length > 0 && Start.Length > 0 ? Start : null,
        Label = Label.Length > 0 ? Label : null,
        Labels = Labels,
        ImageSize = ImageSize,
        TagSeparator = TagSeparator.Length > 0 ? TagSeparator : null,
        Documents = Documents,
        InvalidUtf8 = InvalidUtf8,
        InvalidRecords = InvalidRecords,
        Quotes = Quotes,
        Delimiter = Delimiter,
    };

    /// <summary>What takes the tags off the words; null where there are none.</summary>
    internal TaggedText? TaggedText() => TagSeparator is [var separator] ? new TaggedText(separator, isWhole: Level != TextLevel.Word) : null;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(!string.IsNullOrWhiteSpace(Source), "data.source", Source, "name a file, folder, glob or corpus");
        problems.Require(!string.IsNullOrWhiteSpace(Field), "data.field", Field, "name the field or column that holds the text");
        problems.Require(
            Second.Length == 0 || (!string.IsNullOrWhiteSpace(Second) && Second != Field && Second != Label), "data.second", Second,
            "name another field or column than data.field and data.label, or be empty");
        problems.Require(
            Answer.Length == 0 || (!string.IsNullOrWhiteSpace(Answer) && Answer != Field && Answer != Second), "data.answer", Answer,
            "name another field or column than data.field and data.second, or be empty");
        problems.Require(
            Start.Length == 0 || (!string.IsNullOrWhiteSpace(Start) && Answer.Length > 0 && Start != Answer), "data.start", Start, "name another field or column than data.answer, or be empty where that is");
        problems.Require(
            Second.Length == 0 || (Level == TextLevel.Raw && TagSeparator.Length == 0), "data.second", Second, "be empty unless data.level is raw and words have no tags");
        problems.Require(
            Label.Length == 0 || (!string.IsNullOrWhiteSpace(Label) && Label != Field), "data.label", Label, "name another field or column than data.field, or be empty");
        problems.Require(Label.Length == 0 || Level != TextLevel.Sentence, "data.label", Label, "be empty where data.level is sentence: a label is of a whole record");
        problems.Require(ImageSize is 0 or (>= 8 and <= 256), "data.imageSize", ImageSize, "be from 8 to 256, or 0 where records have no pictures");
        problems.Require(Enum.IsDefined(Labels), "data.labels", Labels, "be one, several or score");
        problems.Require(Labels == LabelKind.One || Label.Length > 0, "data.labels", Labels.ToString().ToLowerInvariant(), "be one unless data.label names the field or column that holds the labels");
        problems.Require(Enum.IsDefined(InvalidRecords), "data.invalidRecords", InvalidRecords, "be fail or skip");
        problems.Require(Enum.IsDefined(Quotes), "data.quotes", Quotes, "be auto, on or off");
        problems.Require(Delimiters.IsValid(Delimiter), "data.delimiter", Delimiter, Delimiters.Rule);
        problems.Require(TokenizerFactory.Knows(Tokenizer), "data.tokenizer", Tokenizer, $"be {TokenizerFactory.Choices}");
        if (BpeSize.TryParse(Tokenizer, out var size))
            size.Validate(problems);
        ValidateLevel(problems);
        problems.Require(Enum.IsDefined(Vocabularies), "data.vocabularies", Vocabularies, "be shared or separate");
        problems.Require(
            Vocabularies != VocabularySharing.Separate || !TokenizerFactory.HasVocabulary(Tokenizer), "data.vocabularies", "separate",
            "be shared where data.tokenizer has a vocabulary of its own: take words, blanks, characters, bpe or bpe:SIZE for one a side");
        problems.Require(VocabularySize is 0 or >= 3, "data.vocabularySize", VocabularySize, "be 0 (no limit) or above 2");
        problems.Require(MinimumCount >= 1, "data.minimumCount", MinimumCount, "be at least 1");
        problems.Require(ValidationRatio is > 0 and < 1, "data.validationRatio", ValidationRatio, "be between 0 and 1");
        problems.Require(TestRatio is > 0 and < 1, "data.testRatio", TestRatio, "be between 0 and 1");
        problems.Require(
            !(ValidationRatio + TestRatio >= 1),
            "data.testRatio",
            TestRatio,
            $"leave text to train on beside data.validationRatio = {ValidationRatio}");
    }

    private void ValidateLevel(Problems problems)
    {
        problems.Require(Enum.IsDefined(Level), "data.level", Level, "be raw, word or sentence");
        problems.Require(
            Level != TextLevel.Word || Tokenizer is "auto" or "blanks",
            "data.tokenizer",
            Tokenizer,
            "be blanks or auto, since data.level is word");
        problems.Require(
            TagSeparator is "" or [> ' ' and not '\u007F'] && !TagSeparator.Any(char.IsWhiteSpace),
            "data.tagSeparator",
            TagSeparator,
            "be one character that is not blank, such as _ or /, or empty");
        problems.Require(TagSeparator is "" || Level != TextLevel.Sentence, "data.tagSeparator", TagSeparator, "be empty where data.level is sentence: give tagged sentences a line each");
    }
}
