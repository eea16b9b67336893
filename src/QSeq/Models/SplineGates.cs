using QSeq.Layers;

namespace QSeq.Models;

/// <summary>
/// Spline LSTM: a KAN layer from v = [h; x] to each gate (Liu et al. 2024, arXiv 2404.19756), a B-spline and w silu(x) on every
/// edge, where a QKAN-LSTM has circuits. An edge has <see cref="Grid"/> + <see cref="Order"/> + 1 parameters: KAN's factor w_s of the
/// spline is folded into its coefficients. The grid is uniform on [-1, 1] and does not move; beyond <see cref="Order"/> further
/// intervals on either side the spline is 0.
/// </summary>
public sealed record SplineGates : GateConfig
{
    /// <inheritdoc/>
    public override string Kind => "spline-lstm";

    /// <summary>Intervals G of the grid, 1 to 64; 3 (default) with order 3 give an edge the 7 parameters of a QKAN edge.</summary>
    public int Grid { get; init; } = 3;

    /// <summary>Order of the splines (degree of their pieces), 1 to 5; 3 (default) as in the paper.</summary>
    public int Order { get; init; } = 3;

    /// <inheritdoc/>
    protected override GateConfig MapOptions(FieldMap fields) =>
        this with { Grid = fields.Whole("grid", Grid), Order = fields.Whole("order", Order) };

    /// <inheritdoc/>
    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new SplineLayer(table, hidden + inputs, Gates * hidden, new SplineBasis(Grid, Order), parts: Gates, alike: GatesStartAlike);
}
