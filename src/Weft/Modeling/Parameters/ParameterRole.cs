namespace Weft.Modeling.Parameters;

/// <summary>What a parameter is used for; in the flat buffer the roles follow one another in this order.</summary>
internal enum ParameterRole
{
    /// <summary>A matrix that takes part in products: it has a working copy in their format.</summary>
    Factor,

    /// <summary>A matrix whose rows are only looked up: a step's gradient is zero in most of them.</summary>
    Table,

    /// <summary>A bias, a norm's scale, or the table of positions: few numbers that are added or multiplied one by one.</summary>
    Vector,
}
