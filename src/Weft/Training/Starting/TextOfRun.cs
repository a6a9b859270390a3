using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Runs;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Training.Starting;

/// <summary>Finds out whether a text is the one that a run is trained on, as soon as that can be told.</summary>
internal sealed class TextOfRun
{
    private readonly RunFolder _run;
    private readonly DataOptions _options;
    private readonly CorpusRecord? _record;
    private readonly Vocabulary _vocabulary;
    private readonly Vocabulary? _source;

    /// <summary>Reads what the run says of its text, and checks its tokenizer where that is of files of the user's.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Its resolved options.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the tokenizer has changed.</exception>
    public TextOfRun(RunFolder run, DataOptions options)
    {
        (_run, _options, _record) = (run, options, run.ReadCorpus());
        (_vocabulary, var tokenizer) = VocabularyFile.Load(run.VocabularyFile);
        _source = options.Vocabularies == VocabularySharing.Separate ? VocabularyFile.Load(run.SourceVocabularyFile).Vocabulary : null;
        if (TokenizerFactory.IsOfFiles(options.Tokenizer))
            run.OpenTokenizer(options.Tokenizer, tokenizer);
    }

    /// <summary>The folder of the run's learnt tokenizer, or null.</summary>
    public string? TokenizerFolder => _run.TokenizerFolder;

    /// <summary>The same of a translator's sources, where they have a vocabulary of their own.</summary>
    public string? SourceTokenizerFolder => _run.SourceTokenizerFolder;

    /// <summary>A line where the run was made before runs recorded their text; else null.</summary>
    public string? Note => _record is null
        ? $"{_run.Path} was made before runs recorded which text they are trained on: only the vocabulary could be compared."
        : null;

    /// <summary>Refuses other files than those from which the run learnt its tokenizer.</summary>
    /// <exception cref="InvalidDataException">They are others; names them.</exception>
    public void RequireLearntFrom(IReadOnlyList<SourceRecord> files)
    {
        if (BpeSize.TryParse(_options.Tokenizer, out _) && TokenizerFolder is { } folder && LearningRecord.Read(folder).Text != PreparationKey.OfText(files))
            throw Changed(files);
    }

    /// <summary>Refuses a text with other tokens, or another vocabulary, than the run's.</summary>
    /// <exception cref="InvalidDataException">It is another; names the files that changed.</exception>
    public void Require(TokenStore store)
    {
        if (_record?.IsOf(store.Manifest) == false)
            throw Changed(store.Manifest.Sources);
        RequireVocabulary(_run.VocabularyFile, _vocabulary, store.Vocabulary);
        if (_source is not null)
            RequireVocabulary(_run.SourceVocabularyFile, _source, store.SourceVocabulary!);
    }

    private void RequireVocabulary(string file, Vocabulary ofRun, Vocabulary ofText)
    {
        if (ofText.Hash == ofRun.Hash)
            return;
        throw new InvalidDataException(
            $"{file} is not the vocabulary of {_options.Source}: {(_record is null ? "the text has changed since the run began, or " : "")}the file is another run's.{Environment.NewLine}"
            + "Put back what was there, or train a new model: weft train --data " + ShellQuote.Of(_options.Source));
    }

    private InvalidDataException Changed(IReadOnlyList<SourceRecord> files) => new(
        $"{_options.Source} is not the text that {_run.Path} is trained on; it has changed since the run began{(_record is null ? "" : $": {_record.DifferencesTo(files)}")}.{Environment.NewLine}"
        + $"Put back what was there, measure the new text with weft evaluate {ShellQuote.Of(_run.Path)} --data {ShellQuote.Of(_options.Source)}, "
        + $"or train a new model: weft train --data {ShellQuote.Of(_options.Source)}");
}
