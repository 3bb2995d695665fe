namespace FunctionsPlatform.Predictions;

/// <summary>Finds the smallest value of a function near a point without its derivative (Nelder and Mead, "A simplex method for function minimization", 1965).</summary>
internal static class NelderMead
{
    private const double FirstStep = 0.5;
    private const double Tolerance = 1e-9;
    private const int StepsPerDimension = 300;

    public static double[] Minimize(Func<double[], double> function, double[] start)
    {
        var corners = new (double[] At, double Value)[start.Length + 1];
        corners[0] = (start, function(start));
        for (var dimension = 0; dimension < start.Length; dimension++)
        {
            double[] at = [.. start];
            at[dimension] += FirstStep;
            corners[dimension + 1] = (at, function(at));
        }

        for (var step = 0; step < StepsPerDimension * start.Length; step++)
        {
            Array.Sort(corners, (one, other) => one.Value.CompareTo(other.Value));
            if (Math.Abs(corners[^1].Value - corners[0].Value) <= Tolerance * (Math.Abs(corners[0].Value) + Tolerance))
                break;
            Move(function, corners);
        }

        return corners.MinBy(corner => corner.Value).At;
    }

    private static void Move(Func<double[], double> function, (double[] At, double Value)[] corners)
    {
        var worst = corners[^1];
        var centre = new double[worst.At.Length];
        foreach (var (at, _) in corners[..^1])
        {
            for (var dimension = 0; dimension < centre.Length; dimension++)
                centre[dimension] += at[dimension] / (corners.Length - 1);
        }

        var reflected = Try(1);
        if (reflected.Value < corners[0].Value)
        {
            var expanded = Try(2);
            corners[^1] = expanded.Value < reflected.Value ? expanded : reflected;
        }
        else if (reflected.Value < corners[^2].Value)
        {
            corners[^1] = reflected;
        }
        else if (Try(reflected.Value < worst.Value ? 0.5 : -0.5) is var contracted && contracted.Value < Math.Min(reflected.Value, worst.Value))
        {
            corners[^1] = contracted;
        }
        else
        {
            for (var corner = 1; corner < corners.Length; corner++)
            {
                double[] at = [.. corners[corner].At.Zip(corners[0].At, (own, best) => (own + best) / 2)];
                corners[corner] = (at, function(at));
            }
        }

        (double[] At, double Value) Try(double factor)
        {
            double[] at = [.. centre.Zip(worst.At, (middle, far) => middle + (factor * (middle - far)))];
            return (at, function(at));
        }
    }
}
