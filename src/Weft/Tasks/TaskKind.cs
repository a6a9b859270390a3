namespace Weft.Tasks;

/// <summary>What is learnt.</summary>
public enum TaskKind
{
    /// <summary>The next token of a text.</summary>
    LanguageModelling,

    /// <summary>The label of a record.</summary>
    Classification,
}
