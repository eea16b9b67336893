namespace QSeq.Objectives;

/// <summary>
/// What training makes small: a mean over samples and target values, in scaled units. It says how many outputs a target value
/// needs, gives loss and gradient, and tells which output is the forecast. A further objective, also of another assembly, is a
/// record of this type with a <see cref="Reference"/>; to load models that were trained with it, it is in the
/// <see cref="Models.ModelCatalogue"/>. Immutable.
/// </summary>
/// <example><code>var options = new TrainingOptions { Objective = Objective.Huber(0.5) };</code></example>
public abstract record Objective : IFields<Objective>
{
    /// <summary>Mean squared error (QKAN-LSTM, Eq. 8).</summary>
    public static Objective Mse { get; } = new MeanError(Squared: true);

    /// <summary>Mean absolute error; its slope at 0 is taken as 0.</summary>
    public static Objective Mae { get; } = new MeanError(Squared: false);

    /// <summary>Mean cross-entropy of the right class over words (QK-LSTM, section II-B4), in nats; for taggers alone.</summary>
    public static Objective CrossEntropy { get; } = new ClassEntropy();

    /// <summary>QSeq's own, one of each kind, for reading.</summary>
    internal static ImmutableArray<Objective> Kinds { get; } = [Mse, Mae, Huber(1), Pinball(0.5), CrossEntropy];

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>Outputs of the model for a target value, at least 1. Those of a target value follow each other.</summary>
    public virtual int OutputsPerTarget => 1;

    /// <summary>The output, of those of a target value, that is its forecast.</summary>
    public virtual int ForecastOutput => 0;

    /// <summary>Its options in words, after a blank.</summary>
    private protected virtual string Own => "";

    /// <summary>Whether a target is one of several classes, each of which has an output, instead of a number.</summary>
    internal virtual bool OfClasses => false;

    /// <summary>The quantile that each output is, rising; none where outputs are no quantiles.</summary>
    internal virtual ImmutableArray<double> Quantiles => [];

    /// <summary>Huber's loss: half the squared error up to <paramref name="delta"/>, and linear beyond (Huber 1964).</summary>
    /// <param name="delta">Where it becomes linear, in scaled units, above 0.</param>
    /// <returns>The objective.</returns>
    public static Objective Huber(double delta) => new HuberError(delta);

    /// <summary>The pinball loss, a mean over levels, which makes an output a quantile (Koenker and Bassett 1978). The forecast is the level nearest to 0.5.</summary>
    /// <param name="levels">Levels between 0 and 1, at least one, rising.</param>
    /// <returns>The objective.</returns>
    public static Objective Pinball(params ImmutableArray<double> levels) => new PinballError(levels.IsDefault ? [] : levels);

    /// <summary>The objective in words, such as <c>huber delta 0.5</c>.</summary>
    /// <returns>The words.</returns>
    public sealed override string ToString() => Kind + Own;

    /// <inheritdoc/>
    public virtual Objective MapFields(FieldMap fields) => this;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public virtual void Validate()
    {
    }

    /// <summary>The loss of one target value in double precision, and its slopes: the reference of kernels, and a kernel where there is no other.</summary>
    /// <param name="y">[<see cref="OutputsPerTarget"/>], the outputs.</param>
    /// <param name="target">The target value.</param>
    /// <param name="slope">[<see cref="OutputsPerTarget"/>], receives the derivative of the loss with respect to each output.</param>
    /// <returns>The loss.</returns>
    public abstract double Reference(ReadOnlySpan<double> y, double target, Span<double> slope);

    /// <summary>Loss and gradient of a block of samples.</summary>
    /// <param name="y">[targets * <see cref="OutputsPerTarget"/>][lanes], outputs.</param>
    /// <param name="target">[targets][lanes]</param>
    /// <param name="samples">Lanes that hold samples; the others get gradient 0.</param>
    /// <param name="divisor">What the sum is divided by for the mean: target values of the whole batch.</param>
    /// <param name="dy">Like <paramref name="y"/>, which it may be; receives the gradient of the mean loss.</param>
    /// <returns>The sum of the loss over samples and targets, not yet divided.</returns>
    public virtual double Gradient(Rows y, Rows target, int samples, double divisor, Rows dy)
    {
        int each = OutputsPerTarget;
        Span<double> outputs = stackalloc double[each], slopes = stackalloc double[each];
        double sum = 0;
        for (int row = 0; row < target.Count; row++)
        {
            Rows own = y.Slice(row * each, each), slope = dy.Slice(row * each, each);
            for (int lane = 0; lane < target.Lanes; lane++)
            {
                for (int n = 0; n < each; n++) outputs[n] = own[n][lane];
                slopes.Clear();
                if (lane < samples) sum += Reference(outputs, target[row][lane], slopes);
                for (int n = 0; n < each; n++) slope[n][lane] = (float)(slopes[n] / divisor);
            }
        }

        return sum;
    }

    /// <summary>Takes the forecast out of a sample's outputs.</summary>
    /// <param name="outputs">[targets * <see cref="OutputsPerTarget"/>]; the first [targets] receive the forecast.</param>
    internal void Decode(Span<float> outputs)
    {
        int each = OutputsPerTarget;
        if (each == 1) return;
        for (int n = 0; n < outputs.Length / each; n++) outputs[n] = outputs[(n * each) + ForecastOutput];
    }

    private sealed record MeanError(bool Squared) : Objective
    {
        public override string Kind => Squared ? "mse" : "mae";

        public override double Reference(ReadOnlySpan<double> y, double target, Span<double> slope)
        {
            double e = y[0] - target;
            slope[0] = Squared ? 2 * e : e > 0 ? 1 : e < 0 ? -1 : 0;
            return Squared ? e * e : Math.Abs(e);
        }

        public override double Gradient(Rows y, Rows target, int samples, double divisor, Rows dy) =>
            ErrorKernel.Gradient(Squared, y, target, samples, divisor, dy);
    }

    private sealed record HuberError(double Delta) : Objective
    {
        public override string Kind => "huber";

        private protected override string Own => FormattableString.Invariant($" delta {Delta}");

        public override Objective MapFields(FieldMap fields) => new HuberError(fields.Number("delta", Delta));

        public override void Validate() => OptionCheck.Require(
            Delta > 0 && double.IsFinite(Delta), $"Huber's delta is {Delta}, expected a finite number above 0");

        public override double Reference(ReadOnlySpan<double> y, double target, Span<double> slope)
        {
            double e = y[0] - target;
            slope[0] = double.IsNaN(e) ? e : Math.Clamp(e, -Delta, Delta);
            return Math.Abs(e) <= Delta ? e * e / 2 : Delta * (Math.Abs(e) - (Delta / 2));
        }
    }

    private sealed record PinballError(ImmutableArray<double> Levels) : Objective
    {
        public override string Kind => "pinball";

        private protected override string Own =>
            " levels " + string.Join(", ", Levels.Select(level => level.ToString(CultureInfo.InvariantCulture)));

        public override int OutputsPerTarget => Levels.Length;

        internal override ImmutableArray<double> Quantiles => Levels;

        public override int ForecastOutput { get; } = Middle(Levels);

        // The first of those that are nearest to the median; 0 where there is none.
        private static int Middle(ImmutableArray<double> levels)
        {
            int nearest = 0;
            for (int n = 1; n < levels.Length; n++)
                if (Math.Abs(levels[n] - 0.5) < Math.Abs(levels[nearest] - 0.5)) nearest = n;
            return nearest;
        }

        public override Objective MapFields(FieldMap fields) => new PinballError(fields.Numbers("levels", Levels));

        public override void Validate()
        {
            OptionCheck.Require(!Levels.IsDefaultOrEmpty, $"there is no level, expected at least one between 0 and 1");
            for (int n = 0; n < Levels.Length; n++)
            {
                OptionCheck.Require(Levels[n] is > 0 and < 1, $"level {Levels[n]} is not between 0 and 1");
                OptionCheck.Require(n == 0 || Levels[n] > Levels[n - 1], $"level {Levels[n]} follows another that is not below it, expected rising levels");
            }
        }

        // The part of max(q e, (q - 1) e), e = target - y, that belongs to each level.
        public override double Reference(ReadOnlySpan<double> y, double target, Span<double> slope)
        {
            double sum = 0;
            for (int n = 0; n < y.Length; n++)
            {
                double e = target - y[n], rate = e > 0 ? Levels[n] : e < 0 ? Levels[n] - 1 : 0;
                slope[n] = -rate / y.Length;
                sum += double.IsNaN(e) ? e : rate * e;
            }

            return sum / y.Length;
        }

        public bool Equals(PinballError? other) => other is not null && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan());

        public override int GetHashCode() => Levels.Aggregate(0, HashCode.Combine);
    }

    private sealed record ClassEntropy : Objective
    {
        public override string Kind => "cross-entropy";

        internal override bool OfClasses => true;

        public override double Reference(ReadOnlySpan<double> y, double target, Span<double> slope)
        {
            slope.Clear();
            if (target == CrossEntropyKernel.NoClass) return 0;
            double most = double.NegativeInfinity, sum = 0;
            foreach (double score in y) most = Math.Max(most, score);
            foreach (double score in y) sum += PortableMath.Exp(score - most);
            for (int k = 0; k < y.Length; k++) slope[k] = (PortableMath.Exp(y[k] - most) / sum) - (k == (int)target ? 1 : 0);
            return PortableMath.Log(sum) - (y[(int)target] - most);
        }

        public override double Gradient(Rows y, Rows target, int samples, double divisor, Rows dy) =>
            CrossEntropyKernel.Gradient(y, target, divisor, dy);
    }
}
