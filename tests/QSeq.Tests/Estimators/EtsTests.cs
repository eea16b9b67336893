using QSeq.Core;
using QSeq.Estimators;

namespace QSeq.Tests.Estimators;

public class EtsTests
{
    public static IEnumerable<object[]> FormsOfR => References.Of("form").Select(line => new object[] { line.Series, line.Form });

    public static TheoryData<string> AllSeries => [.. References.Series];

    /// <summary>
    /// R's simplex often stops short of the maximum, so ours may be more likely by any amount. Where both are as likely, to a tenth
    /// of AICc, forecasts are the same but for how flat the likelihood is there: 1 %.
    /// </summary>
    [Theory]
    [MemberData(nameof(FormsOfR))]
    public void NoFormIsLessLikelyThanWhatRFinds(string series, string name)
    {
        References.Line expected = References.Of("form").Single(line => line.Series == series && line.Form == name);
        (double[] values, int season) = References.History(series);
        EtsForm form = Named(name, season);
        (EtsPoint point, double value) = EtsFit.Of(form, values, default);
        double aicc = Ets.Aicc(form, value, values.Length);
        Assert.True(aicc < expected.Criterion + 0.1, $"AICc {aicc}, R's is {expected.Criterion}");
        if (aicc < expected.Criterion - 0.1) return;
        Assert.InRange(References.Apart(expected.Values, References.Forecast(new EtsModel(form, point, ""), values)), 0, 0.01);
    }

    [Theory]
    [MemberData(nameof(AllSeries))]
    public void TheFormIsTheOneOfTheLeastCriterion(string series)
    {
        (double[] values, int season) = References.History(series);
        References.Line expected = References.Of("ETS").Single(line => line.Series == series);
        (EtsForm Form, double Aicc) best = Ets.Forms(values, season)
            .Select(form => (form, Ets.Aicc(form, EtsFit.Of(form, values, default).Value, values.Length)))
            .MinBy(pair => pair.Item2);
        FittedSeries fit = SeriesMethod.Ets(season).Fit(values);
        Assert.Equal(best.Form.ToString(), fit.Form);
        Assert.Equal(best.Form.Constants + best.Form.States, fit.Parameters);
        Assert.True(best.Aicc < expected.Criterion + 0.1, $"AICc {best.Aicc}, R's is {expected.Criterion}");
        if (fit.Form == expected.Form && best.Aicc > expected.Criterion - 0.1)
            Assert.InRange(References.Apart(expected.Values, References.Forecast(fit, values)), 0, 0.01);
    }

    [Fact]
    public void TheFormsAreThoseOfR()
    {
        (double[] values, int season) = References.History("UKgas");
        Assert.Equal(15, Ets.Forms(values, season).Count());
        Assert.Equal(6, Ets.Forms(values, 1).Count());
        Assert.Equal(
            new HashSet<string> { "ETS(A,Ad,A)", "ETS(A,Ad,N)", "ETS(A,A,A)", "ETS(A,A,N)", "ETS(A,N,A)", "ETS(A,N,N)" },
            Ets.Forms([0, .. values], season).Select(form => form.ToString()).ToHashSet());
        Assert.DoesNotContain(Ets.Forms(values.AsSpan(0, 7), season), form => form.Season != SeasonKind.None);
    }

    [Theory]
    [MemberData(nameof(FormsOfR))]
    public void SlopesAreThoseOfTheValue(string series, string name)
    {
        if (series is not ("UKgas" or "walk")) return;
        (double[] values, int season) = References.History(series);
        EtsForm form = Named(name, season);
        EtsPoint point = EtsStart.Of(form, values);
        bool seasonal = form.Season != SeasonKind.None;
        (point.Alpha, point.Beta, point.Gamma, point.Phi) = (0.3, form.Trend ? 0.1 : 0, seasonal ? 0.2 : 0, form.Damped ? 0.9 : 1);
        var pass = new EtsPass(form, values);
        pass.Value(point);
        EtsPoint slopes = pass.Slopes(point);

        double By(Action<EtsPoint, double> move, double step)
        {
            EtsPoint above = point.Copy(), below = point.Copy();
            move(above, step);
            move(below, -step);
            return (pass.Value(above) - pass.Value(below)) / (2 * step);
        }

        List<double> expected = [By((p, s) => p.Alpha += s, 1e-6), By((p, s) => p.Level += s, 1e-4)], actual = [slopes.Alpha, slopes.Level];
        if (form.Trend)
        {
            expected.AddRange([By((p, s) => p.Beta += s, 1e-6), By((p, s) => p.Growth += s, 1e-5), By((p, s) => p.Phi += s, 1e-6)]);
            actual.AddRange([slopes.Beta, slopes.Growth, slopes.Phi]);
        }

        if (seasonal)
        {
            (expected, actual) = ([.. expected, By((p, s) => p.Gamma += s, 1e-6)], [.. actual, slopes.Gamma]);
            for (int n = 0; n < season; n++)
            {
                int place = n;
                expected.Add(By((p, s) => p.Seasons[place] += s, 1e-5));
                actual.Add(slopes.Seasons[n]);
            }
        }

        Close.Values("slopes", [.. expected], [.. actual], 2e-5); // differences of about 1e-10 over steps of 1e-6
    }

    [Fact]
    public void ALongSeasonIsTakenOutFirst()
    {
        double[] values = [.. Enumerable.Range(0, 400)
            .Select(t => (100 + (0.1 * t)) * (1 + (0.2 * PortableMath.SinCos(t * Math.Tau / 50).Sin)))];
        FittedSeries fit = SeriesMethod.Ets(50).Fit(values.AsSpan(0, 350));
        Assert.Contains("season 50 taken out", fit.Form, StringComparison.Ordinal);
        Assert.InRange(References.Apart(values[350..], References.Forecast(fit, values[..350], 50)), 0, 0.05);
    }

    [Fact]
    public void AConstantSeriesStaysConstant()
    {
        double[] values = [.. Enumerable.Repeat(7.0, 60)];
        foreach (SeriesMethod method in SeriesMethod.All(12, 6, values.Length))
            Close.Values(method.Name, [7, 7, 7, 7, 7, 7], References.Forecast(method, values, 6), 1e-9);
    }

    /// <summary>(z - a)(z - b) ..., with roots on both sides of the circle.</summary>
    [Theory]
    [InlineData(true, 0.5, -0.9, 0.99)]
    [InlineData(true, 0.0, 0.2, 0.3)]
    [InlineData(false, 0.5, -1.01, 0.99)]
    [InlineData(false, 1.5, 1.2, 0.1)]
    public void RootsAreFoundInsideOrNot(bool inside, double a, double b, double c) =>
        Assert.Equal(inside, Roots.AreInside([-a * b * c, (a * b) + (a * c) + (b * c), -a - b - c, 1]));

    private static EtsForm Named(string name, int season) => (
        from relative in new[] { false, true }
        from trend in new[] { (false, false), (true, false), (true, true) }
        from kind in Enum.GetValues<SeasonKind>()
        select new EtsForm(relative, trend.Item1, trend.Item2, kind, kind == SeasonKind.None ? 1 : season))
        .Single(form => form.ToString() == name);
}
