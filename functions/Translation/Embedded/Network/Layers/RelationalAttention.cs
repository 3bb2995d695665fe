using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>
/// Positions attend to one another; what two are to each other adds to the score and to what is taken. The terms of relations are computed
/// once a relation, not once a pair.
/// </summary>
internal sealed class RelationalAttention
{
    private readonly NetworkShape _shape;
    private readonly AttentionProjections _projections;
    private readonly float[] _relationKeys;
    private readonly float[] _relationValues;
    private readonly float[] _similarity;

    public RelationalAttention(SafetensorsFile file, string layer, NetworkShape shape)
    {
        _shape = shape;
        _projections = new AttentionProjections(file, $"{layer}.", shape);
        _similarity = file.Values($"{layer}.similarity", shape.Heads);
        var keys = file.Values($"{layer}.relation_key", shape.Relations, shape.HeadWidth);
        var values = file.Values($"{layer}.relation_value", shape.Relations, shape.HeadWidth);
        _relationKeys = new float[Panels.Padded(shape.Relations) * shape.HeadWidth];
        Panels.Pack(new Matrix(keys, shape.Relations, shape.HeadWidth), 0, _relationKeys);
        _relationValues = [.. values, .. new float[Panels.Width]];
    }

    /// <param name="similarities">Of each pair, 0 to 1.</param>
    public void AddTo(Matrix states, Matrix normalized, ReadOnlySpan<byte> relations, Matrix similarities)
    {
        using var workspace = new Workspace();
        using var attended = new KeysValues(states.Columns);
        var queries = _projections.Query.Apply(normalized, workspace);
        _projections.AddKeys(normalized, attended);
        var sums = workspace.Matrix(states.Rows + 3, Panels.Padded(_shape.Relations));
        var byRelation = sums.SliceRows(0, states.Rows);
        var scores = workspace.Matrix(states.Rows, Panels.Padded(states.Rows));
        var taken = workspace.Matrix(states.Rows, states.Columns);
        taken.Values.Clear();
        for (var head = 0; head < _shape.Heads; head++)
        {
            var from = head * _shape.HeadWidth;
            var query = queries.Slice(from, _shape.HeadWidth);
            var result = taken.Slice(from, _shape.HeadWidth);
            byRelation.Values.Clear();
            MatrixProduct.Add(query, Panels.OfPacked<float>(_relationKeys, _shape.HeadWidth), byRelation);
            SetScores(scores, byRelation, relations, similarities, _similarity[head]);
            MatrixProduct.Add(query, attended.Keys(from), scores);
            Softmax.Apply(scores, states.Rows);
            MatrixProduct.Add(scores.Slice(0, states.Rows), attended.Values(from), result);
            SumByRelation(sums, scores, relations);
            MatrixProduct.Add(byRelation.Slice(0, _shape.Relations), Panels.OfRows(_relationValues, _shape.HeadWidth), result);
        }

        _projections.Output.AddTo(states, taken);
    }

    private static void SetScores(Matrix scores, Matrix byRelation, ReadOnlySpan<byte> relations, Matrix similarities, float weight)
    {
        var count = scores.Rows;
        for (var row = 0; row < count; row++)
        {
            var rowScores = scores[row];
            var terms = byRelation[row];
            var rowRelations = relations.Slice(row * count, count);
            var rowSimilarities = similarities[row];
            for (var column = 0; column < rowRelations.Length; column++)
            {
                rowScores[column] = terms[rowRelations[column]] + weight * rowSimilarities[column];
            }

            rowScores[count..].Fill(float.NegativeInfinity);
        }
    }

    /// <summary>Four rows at a time: one alone would wait for each sum before it adds to it again.</summary>
    /// <param name="sums">Has rows to spare, so that there are always four.</param>
    private static void SumByRelation(Matrix sums, Matrix shares, ReadOnlySpan<byte> relations)
    {
        sums.Values.Clear();
        var count = shares.Rows;
        for (var row = 0; row < count; row += 4)
        {
            var (row1, row2, row3) = (Math.Min(row + 1, count - 1), Math.Min(row + 2, count - 1), Math.Min(row + 3, count - 1));
            var sums0 = sums[row];
            var sums1 = sums[row + 1];
            var sums2 = sums[row + 2];
            var sums3 = sums[row + 3];
            var shares0 = shares[row][..count];
            var shares1 = shares[row1][..count];
            var shares2 = shares[row2][..count];
            var shares3 = shares[row3][..count];
            var relations0 = relations.Slice(row * count, count);
            var relations1 = relations.Slice(row1 * count, count);
            var relations2 = relations.Slice(row2 * count, count);
            var relations3 = relations.Slice(row3 * count, count);
            for (var column = 0; column < relations0.Length; column++)
            {
                sums0[relations0[column]] += shares0[column];
                sums1[relations1[column]] += shares1[column];
                sums2[relations2[column]] += shares2[column];
                sums3[relations3[column]] += shares3[column];
            }
        }
    }
}
