using System.Collections.Immutable;

namespace QSeq.Studies.Papers;

/// <summary>What the QKAN-LSTM paper (arXiv 2512.05049) prints for a model on a data set.</summary>
/// <param name="Classical">Classical parameters of Table I.</param>
/// <param name="Quantum">Quantum parameters of Table I.</param>
/// <param name="R2">Test R2 after epochs 1, 15 and 30 (Tables II and III); empty for telecom.</param>
/// <param name="Windows">MAE and MSE by window in original units (Table IV); empty elsewhere.</param>
/// <param name="FinalLoss">Test loss after the last epoch, scaled units; null where the text does not say.</param>
public sealed record Published(
    int Classical, int Quantum, ImmutableArray<double> R2, ImmutableArray<PublishedWindow> Windows, double? FinalLoss = null)
{
    /// <summary>All parameters.</summary>
    public int Parameters => Classical + Quantum;

    internal static Published Curve(int classical, int quantum, params ReadOnlySpan<double> r2) => new(classical, quantum, [.. r2], []);

    internal static Published Table(int classical, int quantum, params ReadOnlySpan<(double Mae, double Mse)> errors)
    {
        ReadOnlySpan<int> windows = [4, 8, 12, 16, 32, 64];
        var rows = ImmutableArray.CreateBuilder<PublishedWindow>();
        for (int n = 0; n < windows.Length; n++) rows.Add(new PublishedWindow(windows[n], errors[n].Mae, errors[n].Mse));
        return new(classical, quantum, [], rows.ToImmutable());
    }
}

/// <summary>One cell of Table IV.</summary>
/// <param name="Window">Sequence length.</param>
/// <param name="Mae">Mean absolute error, original units.</param>
/// <param name="Mse">Mean squared error, original units.</param>
public sealed record PublishedWindow(int Window, double Mae, double Mse);
