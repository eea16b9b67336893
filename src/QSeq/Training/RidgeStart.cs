using QSeq.Data;
using QSeq.Models;
using QSeq.Networks;

namespace QSeq.Training;

/// <summary>
/// Starts the linear path of a forecasting model at a ridge solution on the training windows. The penalty is the one of a grid
/// that is best on validation windows; without any it is 1/1000 of the mean variance. Sums are in double precision in a fixed
/// order, so that every machine gives the same bits.
/// </summary>
internal static class RidgeStart
{
    private const int MostWindows = 1 << 15; // spread evenly over the data
    private const int Backfits = 8; // between the window's weights and those of known inputs
    private static readonly double[] Grid = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1, 3, 10, 100];
    private const double EarlierPart = 0.6; // of the training part
    private const string LinearScope = "residual.linear.";
    private const double WithoutValidation = 1e-3;

    /// <summary>Sets the weights of the linear path; nothing where there is none.</summary>
    /// <param name="model">The model, freshly initialised.</param>
    /// <param name="train">Training windows, scaled.</param>
    /// <param name="validation">Validation windows; may be empty.</param>
    public static void Set(SequenceModel model, WindowSet train, WindowSet validation) => Set(model, [train], [validation]);

    /// <summary>The same for a model of several series, over the windows of all of them.</summary>
    public static void Set(SequenceModel model, IReadOnlyList<WindowSet> train, IReadOnlyList<WindowSet> validation)
    {
        if (model.Config.Residual is not { Linear: true, Shape: { } shape } options) return;
        if (model.Config.Members > 1)
        {
            SequenceModel first = ModelMembers.Take(model, 0);
            Set(first, train, validation);
            ModelMembers.Each(model, (one, _) => Copy(first, one));
            return;
        }

        int every = Every(train), checks = Every(validation);
        for (int j = 0; j < shape.Targets.Length; j++)
        {
            if (shape.Targets[j] < 0) continue;
            RidgeSums sums = RidgeSums.Of(options, shape, j, train, every), check = RidgeSums.Of(options, shape, j, validation, validation.Count == 1 ? 1 : checks);
            RidgeWeights best = sums.Solve(WithoutValidation, Backfits);
            if (validation.Any(windows => windows.Count > 0))
            {
                double least = check.Loss(best);
                foreach (double penalty in Grid)
                {
                    RidgeWeights other = sums.Solve(penalty, Backfits);
                    if (check.Loss(other) is var loss && loss < least) (best, least) = (other, loss);
                }
            }

            Write(model, shape, j, options.Rank == 0 ? null : sums.Directions(best, options.Rank), best);
        }
    }

    private static void Copy(SequenceModel from, SequenceModel to)
    {
        foreach (ParameterSlice slice in from.Table.Slices.Where(slice => slice.Name.StartsWith(LinearScope, StringComparison.Ordinal)))
            slice.Of(from.Parameters.AsSpan()).CopyTo(slice.Of(to.Parameters.AsSpan()));
    }

    private static int Every(IReadOnlyList<WindowSet> series) => (int)((series.Sum(windows => (long)windows.Count) - 1) / MostWindows) + 1;

    /// <summary>The sizes of windows and what each input is; those that the model makes itself, and those known in the future, keep their level.</summary>
    /// <param name="windows">With every column named.</param>
    /// <param name="derived">The inputs that the model makes itself.</param>
    public static ResidualShape ShapeOf(WindowOptions windows, DerivedInputs derived)
    {
        string[] inputs = [.. windows.Inputs], level = [.. derived.OfData(windows).Except(windows.Known)];
        return new ResidualShape(
            windows.Window,
            windows.Horizon,
            windows.Targets.Count == 0 ? [0] : [.. windows.Targets.Select(name => Array.IndexOf(inputs, name))],
            inputs.Length == 0 ? [0] : [.. level.Select(name => Array.IndexOf(inputs, name))],
            [.. windows.Known.Select(name => Array.IndexOf(inputs, name))]);
    }

    /// <summary>
    /// The mean squared error of the solutions on windows that they were not fitted on, scaled, over the targets that are inputs:
    /// of those of the training part on the validation part, and of those of the first 60 % of the training part on its rest.
    /// </summary>
    public static double ValidationLoss(ResidualOptions options, WindowSet train, WindowSet validation)
    {
        int first = (int)(train.Count * EarlierPart), rest = first + options.Shape!.Horizon;
        double late = Loss(options, train, validation);
        return rest >= train.Count || first == 0 ? late : late + Loss(options, train.Slice(0, first), train.Slice(rest, train.Count - rest));
    }

    private static double Loss(ResidualOptions options, WindowSet train, WindowSet judged)
    {
        ResidualShape shape = options.Shape!;
        double sum = 0;
        int targets = 0, every = Every([train]);
        for (int j = 0; j < shape.Targets.Length; j++)
        {
            if (shape.Targets[j] < 0) continue;
            RidgeSums sums = RidgeSums.Of(options, shape, j, [train], every), check = RidgeSums.Of(options, shape, j, [judged], 1);
            sum += Grid.Min(penalty => check.Loss(sums.Solve(penalty, Backfits)));
            targets++;
        }

        return sum / Math.Max(1.0, (double)targets * judged.Count * shape.Horizon);
    }

    private static void Write(SequenceModel model, ResidualShape shape, int target, double[][]? directions, RidgeWeights weights)
    {
        string scope = $"{LinearScope}target{target}.";
        (int steps, int horizon) = (shape.Steps, shape.Horizon);
        if (directions is null)
        {
            Fill("weight", n => weights.Window[n % steps][n / steps]);
            Fill("bias", h => weights.Window[steps][h]);
        }
        else
        {
            // W V V' of the forecasts' main directions V: the first map is W V, the second V'.
            Fill("in.weight", n => Dot(weights.Window[n % steps], directions[n / steps]));
            Fill("out.weight", n => directions[n % directions.Length][n / directions.Length]);
            Fill("out.bias", h => weights.Window[steps][h]);
        }

        if (shape.Known.Length == 0) return;
        Span<float> known = model.Table[$"{LinearScope}known.weight"].Of(model.Parameters.AsSpan()).Slice(target * shape.Known.Length, shape.Known.Length);
        for (int k = 0; k < known.Length; k++) known[k] = (float)weights.Known[k];

        void Fill(string name, Func<int, double> value)
        {
            Span<float> values = model.Table[scope + name].Of(model.Parameters.AsSpan());
            for (int n = 0; n < values.Length; n++) values[n] = (float)value(n);
        }

        double Dot(double[] a, double[] b)
        {
            double sum = 0;
            for (int h = 0; h < horizon; h++) sum += a[h] * b[h];
            return sum;
        }
    }
}

/// <summary>Weights of a linear forecast.</summary>
/// <param name="Window">[steps + 1][horizon]: of the window's values, then the bias.</param>
/// <param name="Known">Of each input known in the future, the same at every step ahead.</param>
internal sealed record RidgeWeights(double[][] Window, double[] Known);
