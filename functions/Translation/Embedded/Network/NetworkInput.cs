namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>A question over a schema as the network reads it: the question's tokens, then tables, columns and values, each a position.
/// </summary>
/// <param name="Words">Of each position, the ids of its words; may be empty.</param>
/// <param name="Tags">Of each position, the ids of what else is known of it; may be empty.</param>
/// <param name="Relations">Row by row, what the position of the column is to the position of the row.</param>
/// <param name="Similarities">Row by row, how alike the two are: 0 to 255.</param>
internal sealed record NetworkInput(
    int Questions, int Tables, int Columns, int Values, int[][] Words, int[][] Tags, byte[] Relations, byte[] Similarities)
{
    /// <summary>Question tokens, tables, columns, values.</summary>
    public const int Kinds = 4;

    public int Positions => Questions + Tables + Columns + Values;

    /// <summary>The kind of a position: 0 for tokens, 1 tables, 2 columns, 3 values.</summary>
    public int KindOf(int position) => position < Questions ? 0
        : position < Questions + Tables ? 1
        : position < Questions + Tables + Columns ? 2 : 3;
}
