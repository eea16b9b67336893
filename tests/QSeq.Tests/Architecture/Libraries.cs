using System.Reflection;

namespace QSeq.Tests.Architecture;

/// <summary>The projects under test as compiled, found in the output folder, and their source.</summary>
internal static class Libraries
{
    private static readonly string[] NotLibraries = ["QSeq.Tests", "QSeq.Cli"];

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The assemblies of the libraries, by file.</summary>
    public static string[] Files { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "QSeq*.dll")
            .Where(file => !NotLibraries.Contains(Path.GetFileNameWithoutExtension(file)) && Directory.Exists(Path.Combine(Root, "src", Path.GetFileNameWithoutExtension(file))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The assemblies of the libraries and of the command line, by file.</summary>
    public static string[] FilesWithCli { get; } = [.. Files, Path.Combine(AppContext.BaseDirectory, "QSeq.Cli.dll")];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Files.Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>A library by name.</summary>
    public static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));

    /// <summary>The source files of a folder below src, generated ones left out.</summary>
    public static IEnumerable<string> Source(string folder) => Directory.EnumerateFiles(Path.Combine(Root, "src", folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QSeq.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
