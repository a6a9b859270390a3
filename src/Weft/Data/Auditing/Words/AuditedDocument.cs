using Weft.Text;

namespace Weft.Data.Auditing.Words;

/// <summary>A document of a corpus that is audited.</summary>
/// <param name="Hash">Of its text: those of the same text share it.</param>
/// <param name="FirstWord">The place of its first word among those of the corpus.</param>
/// <param name="Line">The number of its first line, from 1, in the file, or in the text of the record.</param>
/// <param name="Record">For files of records: the number of the record that has text, from 1; otherwise 0.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="File">The number of its file.</param>
/// <param name="Label">A hash of its label; 0 where it has none.</param>
/// <param name="Split">Its split.</param>
internal readonly record struct AuditedDocument(ulong Hash, long FirstWord, long Line, long Record, int Words, int File, uint Label, Split Split);
