using QSeq.Data;
using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Quantum.Simulators;

namespace QSeq.Hardware;

/// <summary>
/// A sequence model whose quantum parts run as circuits on a backend, everything else in double precision. The circuits of
/// all samples, gates and directions of a time step are one job. The model's weights are read at every call.
/// </summary>
public sealed class HardwareModel
{
    private const int SamplesAtOnce = 256; // of a prediction, for the sake of memory

    private readonly MeteredBackend _backend;

    /// <summary>Puts a model on a backend.</summary>
    /// <param name="model">The model.</param>
    /// <param name="backend">What runs the circuits.</param>
    /// <exception cref="ArgumentException">The model has circuits of more qubits than the backend.</exception>
    public HardwareModel(SequenceModel model, ICircuitBackend backend)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(backend);
        if (Templates(model).FirstOrDefault(template => template.Circuit.Qubits > backend.MaxQubits) is { Circuit: var circuit })
        {
            throw new ArgumentException(
                $"The model has a circuit of {circuit.Qubits} qubits, but the backend '{backend.Name}' takes {backend.MaxQubits}; choose another backend or a smaller hidden size.",
                nameof(model));
        }

        Model = model;
        _backend = new MeteredBackend(backend);
    }

    /// <summary>The model.</summary>
    public SequenceModel Model { get; }

    /// <summary>What has run on the device for this model so far.</summary>
    public HardwareCost Cost => _backend.Cost;

    /// <summary>The number of circuits of one time step of one sample, with those that stand between the cells and the head.</summary>
    /// <param name="model">The model.</param>
    /// <returns>0 for a classical model.</returns>
    public static int Circuits(SequenceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Templates(model).Count;
    }

    /// <summary>The circuits of one time step of one sample, cell after cell.</summary>
    /// <exception cref="ArgumentException">The model has several members.</exception>
    internal static IReadOnlyList<CircuitTemplate> Templates(SequenceModel model) => model.Config.Members == 1
        ? [.. model.Network.Layers.ToArray().SelectMany(Maps).SelectMany(LayerPass.Templates)]
        : throw new ArgumentException($"The model answers with the median of {model.Config.Members} members, and circuits are of one; train a model of one member.", nameof(model));

    private static IEnumerable<Layer> Maps(SequenceLayer layer) => layer switch
    {
        RecurrentLayer recurrent => recurrent.Cells.ToArray().Select(cell => cell.Gates),
        PerStep same => [same.Layer],
        _ => [],
    };

    /// <summary>The model's answers for windows, in scaled units.</summary>
    /// <param name="data">The windows; they must fit the model.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>[samples][outputs], or [samples][steps * outputs] of a model that answers at every step.</returns>
    /// <exception cref="ArgumentException">The windows do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public double[][] Predict(WindowSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        WindowSource.Check(Model, data, null, "evaluation");
        return Predict(new HardwareWindows(data).All(), cancellationToken);
    }

    /// <summary>The model's answers for windows of scaled values.</summary>
    /// <param name="windows">[samples][steps * inputs], all of the same length; of a model with an embedding, the vectors of its symbols.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>[samples][outputs], or [samples][steps * outputs] of a model that answers at every step.</returns>
    /// <exception cref="ArgumentException">A window does not consist of whole steps, or their lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public double[][] Predict(IReadOnlyList<double[]> windows, CancellationToken cancellationToken = default)
    {
        CheckWindows(windows);
        double[] parameters = Wide(Model.Parameters);
        return Predict(parameters, windows, cancellationToken);
    }

    /// <summary>
    /// The answers for windows and the gradient of a loss by the parameter-shift rule: every angle of every circuit shifted
    /// by pi/2 either way, then the chain rule through w x + b and back through time. <paramref name="lossGradient"/> takes the
    /// answers to the gradient of the loss with respect to them.
    /// </summary>
    internal HardwareGradient Gradient(IReadOnlyList<double[]> windows, Func<double[][], double[][]> lossGradient, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lossGradient);
        CheckWindows(windows);
        if (Model.Residual is not null) throw new NotSupportedException("A model with normalised windows or a linear path is not trained on a device; train one without them.");
        var pass = new HardwarePass(Model, Wide(Model.Parameters), new CircuitQueue(_backend), windows.Count, windows[0].Length / Model.Config.Inputs);
        double[][] outputs = pass.Forward(windows, cancellationToken);
        double[][] dx = new double[windows.Count][];
        return new HardwareGradient(outputs, pass.Backward(lossGradient(outputs), dx, cancellationToken), dx);
    }

    /// <summary>The answers where the weights are these, not the model's.</summary>
    internal double[][] Predict(double[] parameters, IReadOnlyList<double[]> windows, CancellationToken cancellationToken)
    {
        var answers = new List<double[]>();
        foreach (double[][] part in windows.Chunk(SamplesAtOnce))
            answers.AddRange(new HardwarePass(Model, parameters, new CircuitQueue(_backend), part.Length, part[0].Length / Model.Config.Inputs).Forward(part, cancellationToken));
        return [.. answers];
    }

    internal static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);

    private void CheckWindows(IReadOnlyList<double[]> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 0) throw new ArgumentException("There is no window; give at least one.", nameof(windows));
        int inputs = Model.Config.Inputs, length = windows[0].Length;
        if (length == 0 || length % inputs != 0)
            throw new ArgumentException($"A window has {length} values, expected a multiple of the model's {inputs} inputs.", nameof(windows));
        if (windows.FirstOrDefault(window => window.Length != length) is { } other)
            throw new ArgumentException($"A window has {other.Length} values and another {length}; give windows of one length at a time.", nameof(windows));
    }
}

/// <summary>
/// Answers [samples][outputs], the gradient of the parameters, 0 where one does not train, and that of the windows
/// [samples][steps * inputs], from hardware.
/// </summary>
internal sealed record HardwareGradient(double[][] Outputs, double[] Parameters, double[][] Inputs);
