namespace QSeq.Quantum.Devices;

/// <summary>What to do about jobs by way of their options and of <c>HardwareJobs</c>.</summary>
internal static class JobAdvice
{
    public static readonly Advice Export = new("HardwareJobs.Export", null, "an export");
    public static readonly Advice Force = new("HardwareJobs.Export.force", true, "force");
    public static readonly Advice Simulate = new("HardwareJobs.Simulate", null, "simulate the device");
    public static readonly Advice OpenOrder = new("HardwareJobs.Collect.order", null, "leave the order of bits open");
    public static readonly Advice Qubits = new("JobOptions.Qubits", null, "Qubits");
    public static readonly Advice Shots = new("JobOptions.Shots", null, "Shots");
    public static readonly Advice DeviceShots = new("SimulatedDevice.Shots", null, "Shots");
    public static readonly Advice NoNoise = new("SimulatedDevice.Depolarising", 0.0, "leave out noise after gates");
}
